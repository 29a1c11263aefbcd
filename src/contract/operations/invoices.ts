import { z } from 'zod'
import { amount, currency, day, id, newId, text, xdrId } from '../values.ts'
import { booking, common, correcting, installments, reason, service } from './members.ts'

const line = z.strictObject({ description: text, amount, service: service.optional() })
const lines = <T extends z.ZodType>(one: T) => z.array(one).max(1000).optional()

const billed = {
  invoice: newId.optional(),
  charges: z.union([z.literal('unbilled'), z.array(xdrId).max(1000)]).optional(),
  period: z.strictObject({ from: day, to: day }).optional(),
  due_on: day.nullable().optional().meta({ description: 'null: never due; left out: by the payment terms' }),
  installments: installments.optional(),
  currency: currency.optional(),
  ...common,
}

export const draftInvoice = z.strictObject({ ...billed, lines: lines(line) })

export const issueInvoice = z
  .strictObject({
    ...billed,
    lines: lines(line.extend({ xdr_id: xdrId.optional() })),
    issued_on: day.optional(),
    collection_since: day
      .optional()
      .meta({ description: 'the day from which another biller has collected it; left out: by its due date' }),
    draft: z.boolean().optional().meta({ description: 'true: kept as a draft, issued later' }),
  })
  .refine((body) => body.draft !== true || body.issued_on === undefined, {
    path: ['issued_on'],
    error: 'left out of a draft: it is issued later',
  })
  .refine((body) => body.draft !== true || (body.lines ?? []).every((one) => one.xdr_id === undefined), {
    path: ['lines'],
    error: 'lines without xdr_id: those of a draft get theirs when it is issued',
  })
  .meta({
    anyOf: [
      { not: { properties: { draft: { enum: [true] } }, required: ['draft'] } },
      {
        not: { required: ['issued_on'] },
        properties: { lines: { items: { not: { required: ['xdr_id'] } } } },
      },
    ],
  })

export const addDraftLine = z.strictObject({ ...line.shape, ...common })

export const issueDraft = z.strictObject({
  issued_on: day.optional(),
  due_on: day.nullable().optional().meta({ description: 'null: never due; left out: as drafted' }),
  ...common,
})

export const adjustInvoice = z.strictObject({
  amount,
  dispute: id.optional().meta({ description: 'the dispute that this settles in part' }),
  ...correcting,
  ...booking,
  reason: reason.meta({ description: 'why; an adjustment without one is refused' }),
})

export const voidInvoice = z.strictObject({
  reissue: z.boolean().default(false).meta({ description: 'true: its charges are booked again, unbilled' }),
  ...common,
})

export const writeOffInvoice = z.strictObject({ amount: amount.optional(), ...common })
export const undoWriteOff = z.strictObject({ amount: amount.optional(), ...common })
export const turnIntoCredit = z.strictObject(common)
export const changeDueDate = z.strictObject({ due_on: day, ...common })
export const setCollection = z.strictObject({ collect: z.boolean(), ...common })
