import type { EffectRule } from '../../events/effect-rules.ts'
import type { EventType } from '../../events/effects.ts'
import type { EventRecord } from '../../events/record.ts'
import { type BaseFigureName, baseFigures, isBaseFigure, type Ref, refKey, theCustomer } from '../../figures/base.ts'
import type { FigureName, FormulaName } from '../../figures/names.ts'
import { currentRules, rulesOf } from '../../rules/rules.ts'
import type { Customer } from '../../state/customer.ts'
import { subjectOf, subjectsOf } from '../../state/subjects.ts'
import { figuresOf } from '../../values/verdict.ts'

/** A base figure behind an explanation; subject null: of every subject of its kind. */
export type Base = { readonly figure: BaseFigureName; readonly subject: Ref | null }

/** The figures that a formula uses directly, by a version of the rules. */
export function usedBy(figure: FormulaName, rules: number = currentRules): readonly FigureName[] {
  const formula = rulesOf(rules).formulas[figure]
  switch (formula.kind) {
    case 'sum':
      return formula.terms.map(([, term]) => term)
    case 'total':
      return [formula.of]
    case 'rule':
      return [...formula.uses, ...(formula.beside ?? [])]
    case 'status':
      return formula.cases.flatMap((one) => one.when.flatMap(figuresOf))
  }
}

/** The base figures that a figure follows from. */
export function basesOf(figure: FigureName, ref: Ref, rules: number = currentRules): Base[] {
  if (isBaseFigure(figure)) return [{ figure, subject: figure.startsWith('customer.') ? theCustomer : ref }]
  const bases = usedBy(figure, rules)
    .filter((name) => name !== 'customer.today')
    .flatMap((name) => basesOf(name, ref, rules))
  return distinct(
    reachesAll(figure, rules)
      ? bases.map((base) => (base.figure.startsWith('customer.') ? base : { ...base, subject: null }))
      : bases,
  )
}

/** Does a figure look at all subjects of a kind? One of the customer that uses those of subjects always does. */
export function reachesAll(figure: FormulaName, rules: number = currentRules): boolean {
  if (rulesOf(rules).formulas[figure].reach !== undefined) return true
  return figure.startsWith('customer.') && usedBy(figure, rules).some((name) => !name.startsWith('customer.'))
}

const distinct = (bases: readonly Base[]): Base[] => [
  ...new Map(
    bases.map((base) => [`${base.figure} ${base.subject === null ? 'all' : refKey(base.subject)}`, base]),
  ).values(),
]

/**
 * All that the chain of a figure names: the base figures that it follows from, and what these rest on in turn: the money
 * behind what was paid or credited, with what took it back; the invoice behind a credit that came from one.
 */
export function sourcesOf(customer: Customer, figure: FigureName, ref: Ref): Base[] {
  const bases = basesOf(figure, ref, customer.rules)
  return distinct([...bases, ...bases.flatMap((base) => upstreamOf(customer, base))])
}

const behindPayment = ['amount', 'authorised', 'failed', 'charged_back', 'voided'] as const
const behindCredit = ['amount', 'voided'] as const

const ofPayment = (subject: Ref | null): Base[] =>
  behindPayment.map((name): Base => ({ figure: `payment.${name}`, subject }))

function ofCredit(customer: Customer, subject: Ref | null): Base[] {
  const own = behindCredit.map((name): Base => ({ figure: `credit.${name}`, subject }))
  return [...own, ...fromInvoice(customer, subject)]
}

/** A credit that a negative invoice made rests on that invoice. */
function fromInvoice(customer: Customer, credit: Ref | null): Base[] {
  const source = credit === null ? null : (subjectOf(customer, credit)?.source ?? null)
  return source?.kind === 'invoice' ? [{ figure: 'invoice.total', subject: source }] : []
}

function upstreamOf(customer: Customer, { figure, subject }: Base): Base[] {
  switch (figure) {
    case 'invoice.paid':
    case 'invoice.credited': {
      const kind = figure === 'invoice.paid' ? 'payment' : 'credit'
      const money = subject === null ? [null] : moneyOn(customer, subject, kind)
      return money.flatMap((one) => (kind === 'payment' ? ofPayment(one) : ofCredit(customer, one)))
    }
    case 'payment.amount':
      return [{ figure: 'payment.authorised', subject }]
    case 'credit.amount':
      return fromInvoice(customer, subject)
    default:
      return []
  }
}

/** The payments or credits that were ever allocated to an invoice, of the loaded allocations. */
function moneyOn(customer: Customer, invoice: Ref, kind: 'payment' | 'credit'): Ref[] {
  const sources = subjectsOf(customer, 'allocation')
    .filter((one) => one.target?.no === invoice.no && one.source?.kind === kind)
    .flatMap((one) => (one.source === null ? [] : [one.source]))
  return [...new Map(sources.map((one) => [one.no, one])).values()]
}

// an effect whose slot a record of older rules does not have does nothing, so the newest table reads them all
const effectsOf = (type: EventType): readonly EffectRule[] => rulesOf(currentRules).events[type].effects

/** What an event states. */
type Stated = Pick<EventRecord, 'type' | 'facts'>

/**
 * What an event does to a base figure: signed micros of a sum, the value of a set figure, also where the head kept a
 * later-effective one. Undefined: nothing, or of another subject.
 */
export function moveOf({ type, facts }: Stated, { figure, subject }: Base): bigint | undefined {
  const { scope } = baseFigures[figure]
  const about = scope === 'customer' ? theCustomer : facts[scope]
  if (about === undefined || (subject !== null && about.no !== subject.no)) return undefined
  const moves = effectsOf(type)
    .filter((rule) => rule.figure === figure)
    .flatMap((rule) => {
      const fact = facts[rule.slot]
      if (typeof fact !== 'number' && typeof fact !== 'bigint') return []
      return [rule.how === '-' ? -BigInt(fact) : BigInt(fact)]
    })
  return moves.length === 0 ? undefined : moves.reduce((sum, one) => sum + one, 0n)
}

/** The base figures, each of its subject, that an event moved. */
export function movedBy({ type, facts }: Stated): (Base & { readonly subject: Ref })[] {
  return effectsOf(type).flatMap(({ figure, slot }) => {
    const { scope } = baseFigures[figure]
    const subject = scope === 'customer' ? theCustomer : facts[scope]
    return subject === undefined || facts[slot] === undefined ? [] : [{ figure, subject }]
  })
}

/** Does every event of a type move a base figure, whatever it states? */
export function alwaysMoves(type: EventType, figure: BaseFigureName): boolean {
  const { effects, facts }: { effects: readonly EffectRule[]; facts: readonly string[] } =
    rulesOf(currentRules).events[type]
  return effects.some((rule) => rule.figure === figure && rule.ifNamed !== true && facts.includes(rule.slot))
}

/** Does an event belong to the chain of what stands on these sources? */
export const isBehind = (record: Stated, sources: readonly Base[]): boolean =>
  sources.some((base) => moveOf(record, base) !== undefined)

/** The status figures whose turns by an evaluated day belong to the chain of a figure; subject null: of any. */
export function turnsBehind(
  figure: FigureName,
  ref: Ref,
  rules: number = currentRules,
): { readonly figure: FormulaName; readonly subject: Ref | null }[] {
  if (isBaseFigure(figure)) return []
  if (figure === 'customer.status')
    return [
      { figure, subject: theCustomer },
      { figure: 'invoice.status', subject: null },
    ]
  if (rulesOf(rules).formulas[figure].kind === 'status' && figure !== 'invoice.collection_status')
    return [{ figure, subject: ref }]
  if (!dependsOnDay(figure, rules)) return []
  if (reachesAll(figure, rules)) return [{ figure: 'invoice.status', subject: null }]
  if (ref.kind === 'customer') return [{ figure: 'customer.status', subject: theCustomer }]
  return ref.kind === 'invoice' ? [{ figure: 'invoice.status', subject: ref }] : []
}

/** Does a figure change when a day passes? */
function dependsOnDay(figure: FigureName, rules: number): boolean {
  if (isBaseFigure(figure)) return figure === 'customer.today' || figure === 'payment.expires_at'
  return usedBy(figure, rules).some((name) => dependsOnDay(name, rules))
}
