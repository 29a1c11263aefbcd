import type { Opening, WhyTerm } from '../../../engine/explain/why/term.ts'
import type { Ref, Unit } from '../../../engine/figures/base.ts'
import { subjectOf } from '../../../engine/state/subjects.ts'
import { unitOf } from '../../../engine/values/evaluate.ts'
import type { Session } from '../../../store/session/session.ts'
import { lineOf } from '../records/line.ts'
import { fetchShelf, type Read } from '../records/shelf.ts'
import { calledIn, subjectText, valueText } from '../records/wire.ts'
import type { Named, View } from '../view/view.ts'

/** A term as the wire has it; one that is a record says which, and its sentence. */
export type TermText = {
  sign: '+' | '-'
  value: string
  label: string
  figure: string | null
  seq: number | null
  root_seq?: number
  effective_at?: string
  because?: string
  opens?: { figure: string; subject: string; group?: string; cursor?: string }
  terms?: TermText[]
}

/** How a subject is named in an opening: "invoice:2026-09-001". */
export type NameOf = (ref: Ref) => string

/** The names of what is loaded, as they were then; the one that is asked about, before it existed, as it was asked for. */
export const namesIn = ({ customer }: View, about: Named | undefined): NameOf => {
  const idOf = (ref: Ref): string =>
    subjectOf(customer, ref)?.id ??
    (about !== undefined && about.ref.kind === ref.kind && about.ref.no === ref.no
      ? (about.asked ?? about.id)
      : String(ref.no))
  return (ref) => subjectText(ref, idOf, calledIn(customer, ref))
}

/** A term on the wire; one of a count or of days is no amount, and neither is one of a date. */
export const termText = (term: WhyTerm, unit: Unit, digits: number, nameOf: NameOf): TermText => ({
  sign: term.sign,
  value: valueText(term.value, term.figure === null ? unit : unitOf(term.figure), digits) ?? '',
  label: term.label,
  figure: term.figure,
  seq: term.seq,
  ...(term.because === undefined ? {} : { because: term.because }),
  ...(term.opens === null ? {} : { opens: openingText(term.opens, nameOf) }),
  ...(term.terms === undefined ? {} : { terms: term.terms.map((one) => termText(one, unit, digits, nameOf)) }),
})

/** What a question for the list has to name beside the dials. */
export const openingText = (
  { figure, subject, group, from }: Opening,
  nameOf: NameOf,
): NonNullable<TermText['opens']> => ({
  figure,
  subject: nameOf(subject),
  ...(group === null ? {} : { group }),
  ...(from === 0 ? {} : { cursor: String(from) }),
})

/** Records that moved a sum as its terms, each with its sentence. */
export async function recordTerms(
  session: Session,
  { digits }: View,
  moved: readonly { readonly read: Read; readonly value: bigint }[],
): Promise<TermText[]> {
  const shelf = await fetchShelf(
    session,
    moved.map((one) => one.read),
  )
  return moved.map(({ read, value }) => {
    const { seq, root_seq, effective_at, sentence } = lineOf(read, shelf)
    const text = valueText(value, 'amount', digits) ?? ''
    return { sign: '+', value: text, label: sentence, figure: null, seq, root_seq, effective_at }
  })
}
