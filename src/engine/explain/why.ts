import { type Customer, cellsOf, type Subject, subjectsOf } from '../customer/state.ts'
import { type BaseFigureName, baseFigures, isBaseFigure, type Ref, theCustomer, type Unit } from '../figures/base.ts'
import { evaluate, unitOf } from '../figures/evaluate.ts'
import { formulas, type Sign } from '../figures/formulas.ts'
import type { FigureName } from '../figures/names.ts'
import type { Status } from '../figures/statuses.ts'
import { figuresOf, judge } from '../figures/verdict.ts'
import type { Day } from '../time.ts'
import { casesOf, verdictWords } from './conditions.ts'
import { ruleTerms } from './rule-terms.ts'
import { money, statusOfNo, termWords } from './words.ts'

/** A term of an equation; amounts in micros, `seq` the record that set it, `terms` what it is made of in turn. */
export type WhyTerm = {
  readonly sign: Sign
  readonly value: bigint
  readonly label: string
  readonly figure: FigureName | null
  readonly subject: Ref
  readonly seq: number | null
  readonly terms?: readonly WhyTerm[]
}

/** A base figure behind an explanation; subject null: of every subject of its kind. */
export type Base = { readonly figure: BaseFigureName; readonly subject: Ref | null }

export type Why = {
  readonly figure: FigureName
  readonly value: bigint | null
  readonly unit: Unit
  readonly formula: { readonly id: string; readonly version: number; readonly words: string }
  /** Σ sign × value + residual = value; empty for a status. */
  readonly terms: readonly WhyTerm[]
  readonly verdicts: readonly {
    readonly words: string
    readonly holds: boolean
    readonly status: Status
    readonly seq: number | null
  }[]
  readonly residual: bigint
  readonly bases: readonly Base[]
  /** what would clear a status, in words; null where nothing needs to be cleared. */
  readonly clears: string | null
}

/**
 * Why a figure has its value on a day: the formula, its terms with the records that set them, and what is left over.
 * `recorded` is the value that the books hold for it, where they do: the residual then compares two roads.
 */
export function why(
  customer: Customer,
  figure: FigureName,
  ref: Ref,
  today: Day,
  digits: number,
  recorded?: bigint,
): Why {
  const value = recorded ?? evaluate(customer, figure, ref, today)
  const terms = termsOf(customer, figure, ref, today)
  const isStatus = unitOf(figure) === 'status'
  const sum = terms.reduce((total, term) => (term.sign === '+' ? total + term.value : total - term.value), 0n)
  return {
    figure,
    value,
    unit: unitOf(figure),
    formula: formulaOf(figure),
    terms,
    verdicts: isStatus ? verdictsOf(customer, figure, ref, today, digits) : [],
    residual: isStatus || value === null ? 0n : value - sum,
    bases: basesOf(figure, ref),
    clears: isStatus && value !== null ? clearing(customer, { status: statusOfNo(value), ref, today, digits }) : null,
  }
}

function formulaOf(figure: FigureName): Why['formula'] {
  if (!isBaseFigure(figure)) return { id: figure, version: formulas[figure].version, words: formulas[figure].words }
  const words = baseFigures[figure].kind === 'sum' ? 'sum of what its events moved' : 'set by its last event'
  return { id: figure, version: 1, words }
}

/** The terms of a figure, zero ones too; of a sum over subjects those that are not 0. */
export function termsOf(customer: Customer, figure: FigureName, ref: Ref, today: Day): WhyTerm[] {
  if (isBaseFigure(figure)) return [termOf(customer, '+', figure, ref, today)]
  const formula = formulas[figure]
  switch (formula.kind) {
    case 'sum':
      return formula.terms.map(([sign, term]) => termOf(customer, sign, term, ref, today))
    case 'total':
      return totalTerms(subjectsOf(customer, formula.over), (subject) =>
        termOf(customer, '+', formula.of, subject.ref, today),
      )
    case 'rule':
      return ruleTerms(customer, figure, ref, today)
    case 'status':
      return []
  }
}

const totalTerms = (subjects: readonly Subject[], term: (subject: Subject) => WhyTerm): WhyTerm[] =>
  subjects
    .map((subject) => ({ ...term(subject), label: `${subject.ref.kind} ${subject.id}` }))
    .filter((one) => one.value !== 0n)

/** One term, opened into its own terms where it is a formula itself. */
export function termOf(customer: Customer, sign: Sign, figure: FigureName, ref: Ref, today: Day): WhyTerm {
  const subject = figure.startsWith('customer.') ? theCustomer : ref
  const term = {
    sign,
    value: evaluate(customer, figure, subject, today) ?? 0n,
    label: termWords(figure),
    figure,
    subject,
    seq: setBy(customer, figure, subject),
  }
  return isBaseFigure(figure) ? term : { ...term, terms: termsOf(customer, figure, subject, today) }
}

/** The record that last set a figure, or the latest of its terms; null when nothing has moved it. */
function setBy(customer: Customer, figure: FigureName, ref: Ref): number | null {
  const cell = cellsOf(customer, ref)[figure]
  if (cell !== undefined) return cell.seq
  if (isBaseFigure(figure)) return null
  const formula = formulas[figure]
  if (formula.kind !== 'sum') return null
  const seqs = formula.terms.map(([, term]) => setBy(customer, term, ref) ?? 0)
  return Math.max(...seqs) || null
}

function verdictsOf(customer: Customer, figure: FigureName, ref: Ref, today: Day, digits: number): Why['verdicts'] {
  if (isBaseFigure(figure)) return []
  const formula = formulas[figure]
  if (formula.kind !== 'status') return []
  return judge(customer, formula, ref, today).verdicts.flatMap((verdict) => {
    const one = casesOf(figure)[verdict.case]
    const condition = one?.when[verdict.condition]
    if (one === undefined || condition === undefined) return []
    const figures = figuresOf(condition).filter((name) => name !== 'customer.today')
    const seqs = figures.map((name) => setBy(customer, name, name.startsWith('customer.') ? theCustomer : ref) ?? 0)
    const words = verdictWords(condition, (name) => evaluate(customer, name as FigureName, ref, today), { digits })
    return [{ words, holds: verdict.holds, status: one.status, seq: Math.max(...seqs) || null }]
  })
}

/** The base figures whose events form the chain of an explanation. */
export function basesOf(figure: FigureName, ref: Ref): Base[] {
  if (isBaseFigure(figure)) return [{ figure, subject: figure.startsWith('customer.') ? theCustomer : ref }]
  const formula = formulas[figure]
  const used: readonly FigureName[] =
    formula.kind === 'sum'
      ? formula.terms.map(([, term]) => term)
      : formula.kind === 'total'
        ? [formula.of]
        : formula.kind === 'rule'
          ? formula.uses
          : formula.cases.flatMap((one) => one.when.flatMap(figuresOf))
  const bases = used.filter((name) => name !== 'customer.today').flatMap((name) => basesOf(name, ref))
  const all = reachesAll(figure)
    ? bases.map((base) => (base.figure.startsWith('customer.') ? base : { ...base, subject: null }))
    : bases
  return [...new Map(all.map((base) => [`${base.figure} ${base.subject?.kind}:${base.subject?.no}`, base])).values()]
}

/** Does a figure look at all subjects of a kind? */
const reachesAll = (figure: FigureName): boolean =>
  !isBaseFigure(figure) && (formulas[figure].kind === 'total' || lookingAtAll.has(figure))

const lookingAtAll: ReadonlySet<string> = new Set([
  'invoice.amount_due',
  'invoice.collectible',
  'invoice.collectible_overdue',
  'customer.open_count',
  'customer.overdue_count',
  'customer.days_in_collection',
  'customer.status',
] satisfies FigureName[])

type Cleared = { readonly status: Status; readonly ref: Ref; readonly today: Day; readonly digits: number }

function clearing(customer: Customer, { status, ref, today, digits }: Cleared): string | null {
  const owed = (figure: FigureName): string => money(evaluate(customer, figure, ref, today) ?? 0n, { digits })
  const sum = evaluate(customer, 'customer.collectible_overdue', theCustomer, today) ?? 0n
  switch (status) {
    case 'overdue':
      return `${owed('invoice.overdue')} paid, credited, adjusted or written off.`
    case 'unpaid':
    case 'partially_paid':
      return `${owed('invoice.outstanding')} paid, credited, adjusted or written off.`
    case 'draft':
      return 'Its issue.'
    case 'suspended':
    case 'service_limited':
    case 'suspension_delayed':
    case 'limitation_delayed':
      return `${money(sum, { digits })} paid, credited, adjusted, disputed or written off.`
    case 'closed':
    case 'blocked':
    case 'provisionally_terminated':
      return 'Setting the customer active, by hand.'
    case 'pending':
      return 'Its settlement or failure, or the end of the authorisation.'
    case 'credit_exceeded':
      return 'A balance that is not above the credit limit.'
    default:
      return null
  }
}
