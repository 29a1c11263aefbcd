import { chargeValue } from '../../events/charges.ts'
import { rowOf } from '../../events/effects.ts'
import type { EventRecord } from '../../events/record.ts'
import type { BaseFigureName, Ref } from '../../figures/base.ts'
import { isBaseFigure } from '../../figures/base.ts'
import type { Opening, WhyTerm } from './term.ts'

/** Is the list of an opening one of records, and not of terms? */
export const opensRecords = ({ figure, group }: Opening): boolean =>
  isBaseFigure(figure) && (figure !== 'invoice.total' || group !== null)

/** The charges of an invoice by service and kind: as what an invoice's total explains itself. */
export type ChargeGroup = {
  readonly key: string
  readonly label: string
  readonly value: bigint
  readonly count: number
  /** its record where it is a single one */
  readonly seq: number | null
}

/** Which group of an invoice's total a charge belongs to: its kind and its service. */
export const groupOf = ({ type, facts }: EventRecord): string =>
  `${rowOf(type).charge?.group ?? 'charge'}:${facts.service ?? ''}`

/** The charges that stand on an invoice, summed by group, in the order in which each group first appears. */
export function chargeGroups(charges: Iterable<EventRecord>): ChargeGroup[] {
  const groups = new Map<string, ChargeGroup>()
  for (const charge of charges) addToGroups(groups, charge)
  return [...groups.values()]
}

/** Adds one more charge to its group. */
export function addToGroups(groups: Map<string, ChargeGroup>, charge: EventRecord): void {
  const key = groupOf(charge)
  const before = groups.get(key)
  groups.set(key, {
    key,
    label: before?.label ?? labelOf(charge),
    value: (before?.value ?? 0n) + chargeValue(charge),
    count: (before?.count ?? 0) + 1,
    seq: before === undefined ? charge.seq : null,
  })
}

function labelOf({ type, facts: { service = '' } }: EventRecord): string {
  if (rowOf(type).charge?.sign === '-') return 'credits'
  return service === '' ? 'charges' : service.replaceAll('_', ' ')
}

/** The terms of an invoice's total: a group each, which opens into its charges. */
export const groupTerms = (groups: readonly ChargeGroup[], invoice: Ref): WhyTerm[] =>
  groups.map(({ key, label, value, seq }) => ({
    sign: '+',
    value,
    label,
    figure: null,
    subject: invoice,
    seq,
    opens: { figure: TOTAL, subject: invoice, group: key, from: 0 },
  }))

const TOTAL: BaseFigureName = 'invoice.total'
