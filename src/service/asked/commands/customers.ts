import type { CommandOf } from '../../../engine/asked/command.ts'
import type { Instant } from '../../../engine/time.ts'
import { isZone } from '../days.ts'
import { amount, day, type Form, moment, note, optionalAmount, optionalText, text } from '../form.ts'
import type { RequestOf } from '../request.ts'
import type { Make } from './make.ts'

export const openCustomer: Make<'open_customer'> = (body, form, { customerId }) => ({
  op: 'open_customer',
  customerId,
  name: text(form, body.name),
  email: optionalText(form, body.email),
  currency: body.currency,
  timeZone: zone(form, body.time_zone ?? 'UTC'),
  billing: body.billing,
  class: body.class ?? 'default',
  clock: body.clock ?? null,
  creditLimit: optionalAmount(form, body.credit_limit),
  ...(form.clock.collection === 'off' ? { collection: 'off' as const } : {}),
})

export const changeDetails: Make<'change_details'> = (body, form) => ({
  op: 'change_details',
  name: optionalText(form, body.name),
  email: optionalText(form, body.email),
  class: body.class ?? null,
  timeZone: body.time_zone === undefined ? null : zone(form, body.time_zone),
})

function zone(form: Form, name: string): string {
  if (!isZone(name)) note(form, 'time_zone_unknown', { time_zone: name })
  return name
}

/** The moment to which an opening is moved. */
export const openingMoment = (form: Form, { opened_at, opened_on }: RequestOf<'move_opening'>['body']): Instant =>
  moment(form, opened_at ?? opened_on ?? '')

export const moveOpening: Make<'move_opening'> = (body, form) => ({
  op: 'move_opening',
  reason: optionalText(form, body.reason),
})

export const changeCreditLimit: Make<'change_credit_limit'> = (body, form) => ({
  op: 'change_credit_limit',
  limit: amount(form, body.limit),
  until: body.until === undefined ? null : day(form, body.until),
  reason: optionalText(form, body.reason),
})

export const setCustomerStatus: Make<'set_customer_status'> = (body, form) => ({
  op: 'set_customer_status',
  set: body.set,
  reason: optionalText(form, body.reason),
})

export const liftCollection: Make<'lift_collection'> = (body, form) => ({
  op: 'lift_collection',
  until: day(form, body.until),
  reason: optionalText(form, body.reason),
})

export const addNote: Make<'add_note'> = (body, form) => ({
  op: 'add_note',
  note: text(form, body.text),
  noteKind: body.kind,
  about: aboutOf(body.subject),
  agreed: optionalAmount(form, body.agreed),
})

export const eraseText: Make<'erase_text'> = (body, form) => ({
  op: 'erase_text',
  textId: body.text_id.toLowerCase(),
  reason: text(form, body.reason),
})

type About = CommandOf<'add_note'>['about']
const aboutKinds = {
  invoice: 'invoice',
  payment: 'payment',
  credit: 'credit',
  credit_note: 'credit',
  dispute: 'dispute',
} as const

/** What a note is about: "invoice:<number>", "credit_note:<number>", …; anything else but the customer is no invoice of his. */
export function aboutOf(subject: string | undefined): About {
  if (subject === undefined || subject === 'customer') return null
  const [kind = '', ...rest] = subject.split(':')
  return Object.hasOwn(aboutKinds, kind)
    ? { kind: aboutKinds[kind as keyof typeof aboutKinds], id: rest.join(':') }
    : { kind: 'invoice', id: subject }
}
