import { rowOf } from '../../../engine/events/effects.ts'
import { type DirectoryKind, findEntries } from '../../../store/heads/directory.ts'
import { readSubjectNames } from '../../../store/read/names/directory.ts'
import type { Reader } from '../../../store/read/records/records.ts'
import { NAME_OF_DRAFT } from '../../asked/ids.ts'
import { birthOf } from '../records/birth.ts'
import { QuestionFault } from '../records/fault.ts'
import type { Named } from './view.ts'

const unknown = {
  invoice: 'invoice_unknown',
  payment: 'payment_unknown',
  credit: 'credit_unknown',
  dispute: 'dispute_unknown',
} as const

type Found = Named & { readonly customerId: string }

/** Whose an invoice, payment, credit or dispute is, and its number within him; asks back when there is none of this id. */
export async function findNamed(reader: Reader, kind: DirectoryKind, id: string): Promise<Found> {
  const [entry] = await findEntries(reader, [{ kind, id }])
  if (entry === undefined) throw new QuestionFault(unknown[kind], { [kind]: id })
  const { customerId, no } = entry
  if (kind !== 'invoice' || !NAME_OF_DRAFT.test(id)) return { customerId, id, ref: { kind, no } }
  // a draft that was issued is still found by its name, and has a number by now
  const [named] = await readSubjectNames(reader, kind, [{ customerId, no }])
  return { customerId, id: named?.id ?? id, asked: id, ref: { kind, no } }
}

/** As `findNamed`, of a credit that is a credit note. */
export async function findCreditNote(reader: Reader, number: string): Promise<Found> {
  const [entry] = await findEntries(reader, [{ kind: 'credit', id: number }])
  const born = entry && (await birthOf(reader, entry.customerId, 'credit', entry.no))
  if (entry === undefined || born === undefined || rowOf(born.type).origin !== 'credit_note')
    throw new QuestionFault('credit_note_unknown', { credit_note: number })
  return { customerId: entry.customerId, id: number, ref: { kind: 'credit', no: entry.no } }
}

/** As `findNamed`, of one customer: what belongs to another one is unknown here. */
export async function findOwn(reader: Reader, customerId: string, kind: DirectoryKind, id: string): Promise<Named> {
  const found = await findNamed(reader, kind, id)
  if (found.customerId !== customerId) throw new QuestionFault(unknown[kind], { [kind]: id, customer_id: customerId })
  return found
}
