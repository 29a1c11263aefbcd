import { movedBy } from '../../../engine/explain/why/sources.ts'
import type { Opening, WhyTerm } from '../../../engine/explain/why/term.ts'
import { MOST_TERMS, type Why } from '../../../engine/explain/why/why.ts'
import { refKey } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { sumOf } from '../../../engine/values/terms.ts'
import type { Session } from '../../../store/session/session.ts'
import type { View } from '../view/view.ts'
import { totalTerms } from './explain-lists.ts'
import type { TermText } from './explain-terms.ts'
import type { ToldRecord } from './told-page.ts'

/** An explanation whose invoice's total is told by the groups of its charges: its own terms, or one level below. */
export async function withGroups(session: Session, view: View, one: Why): Promise<Why> {
  const total = one.terms.find((term) => term.figure === TOTAL && term.value !== 0n)
  if (total === undefined) return one
  const groups = await totalTerms(session, view, total.subject)
  if (groups.length === 0 || groups.length > MOST_TERMS) return one
  if (one.figure === TOTAL && one.residual === 0n && sumOf(groups) === one.value)
    return { ...one, terms: groups, count: groups.length }
  return { ...one, terms: one.terms.map((term) => (term === total ? { ...term, terms: groups } : term)) }
}

const TOTAL: FigureName = 'invoice.total'

/** By base figure and subject the one record that moved it; null where several did. */
export type Only = ReadonlyMap<string, number | null>

/** Which record moved which figure alone, of a chain that is whole. */
export function onlyIn(records: readonly ToldRecord[]): Only {
  const only = new Map<string, number | null>()
  for (const { record } of records)
    for (const key of new Set(movedBy(record).map((base) => `${base.figure} ${refKey(base.subject)}`)))
      only.set(key, only.has(key) ? null : record.seq)
  return only
}

/** The record that a list has for its only one; null where it has several, or they are not known. */
export const seqIn = (only: Only, opens: Opening | null): number | null =>
  opens === null || opens.group !== null ? null : (only.get(`${opens.figure} ${refKey(opens.subject)}`) ?? null)

/** A term, and those that it is made of, with the one record that it rests on, where it is one. */
export function linked(text: TermText, term: WhyTerm, only: Only): TermText {
  const inner = text.terms?.map((one, at) => {
    const own = term.terms?.[at]
    return own === undefined ? one : linked(one, own, only)
  })
  return { ...text, seq: text.seq ?? seqIn(only, term.opens), ...(inner === undefined ? {} : { terms: inner }) }
}
