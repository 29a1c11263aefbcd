import type { EventRecord } from '../../src/engine/events/record.ts'
import type { Bill, Books } from './auditor.ts'

/** The stages of collection, the mildest first. */
export const stages = ['limitation', 'suspension', 'termination'] as const
export type Stage = (typeof stages)[number]

/** The page of collection: days that are set for the customer and his bills, each by its name ("3 counted"). */
export function postCollection(books: Books, record: EventRecord): void {
  const { type, facts, effectiveAt } = record
  const put = (name: string, value: number | bigint | undefined): void => {
    const last = books.setAt.get(`day ${name}`)
    if (value === undefined || (last !== undefined && effectiveAt < last)) return
    books.setAt.set(`day ${name}`, effectiveAt)
    books.days.set(name, BigInt(value))
  }
  const no = facts.invoice?.no
  switch (type) {
    case 'customer_opened':
    case 'clock_joined':
      put('off', facts.collectionOff)
      put('collected', facts.collectionFrom)
      return
    case 'policy_adopted':
      put('late fee', facts.lateFee)
      for (const stage of stages) put(stage, facts[stage])
      return
    case 'customer_reopened':
    case 'rules_adopted':
      put('reopened', facts.reopenedOn)
      return
    case 'invoice_issued':
    case 'collection_counted':
    case 'collection_spared':
      put(`${no} counted`, facts.countedFrom)
      put(`${no} spared`, facts.sparedOn)
      return
    case 'stage_announced':
    case 'announcement_ended':
      for (const stage of stages) put(`${no} ${stage}`, facts[stage])
      return
    default:
      return
  }
}

/** A day that was set, as figures show it: null where it never was. */
export const setDay = (books: Books, name: string): bigint | null => books.days.get(name) ?? null

/** A day that is set, and was not taken back. */
export const heldDay = (books: Books, name: string): bigint | null => books.days.get(name) || null

/** The day from which a bill counts; `dueOn`: of its oldest part that is not paid. */
export function countOf(books: Books, bill: Pick<Bill, 'no'>, dueOn: bigint | null): bigint | null {
  if (dueOn === null) return null
  const from = heldDay(books, `${bill.no} counted`) ?? heldDay(books, 'collected') ?? dueOn
  return from > dueOn ? from : dueOn
}

/** The day from which a stage holds for a collected bill: announced, or by the count where nothing is to be announced. */
export function stageDay(books: Books, bill: Pick<Bill, 'no'>, count: bigint, stage: Stage): bigint | null {
  const after = books.terms[stage]
  const announced = heldDay(books, `${bill.no} ${stage}`)
  if (after === null) return null
  if (announced !== null || books.terms.warning !== null) return announced
  const since = heldDay(books, stage) ?? count
  const falls = (since > count ? since : count) + BigInt(after)
  return falls > count ? falls : count + 1n
}
