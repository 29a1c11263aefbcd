import { figureValueWords, money, statusOfNo, statusWords } from '../words.ts'
import type { WhyTerm } from './term.ts'
import type { Why } from './why.ts'

/** The one-line equation of an explanation: "100.00 invoiced − 30.00 adjusted − 60.00 paid = 10.00". Zero terms are left out. */
export function equation(one: Why, digits: number): string {
  const written = (value: bigint): string => (one.unit === 'amount' ? money(value, { digits }) : String(value))
  if (one.value === null) return 'none'
  if (one.unit === 'status') return `${statusWords(statusOfNo(one.value))}: ${held(one)}`
  if (one.unit === 'day' || one.unit === 'instant') return figureValueWords(one.figure, one.value, { digits })
  const terms = one.terms.filter((term) => term.value !== 0n)
  const rest: readonly WhyTerm[] =
    one.residual === 0n
      ? []
      : [
          {
            sign: '+',
            value: one.residual,
            label: 'not explained',
            figure: null,
            subject: { kind: 'customer', no: 0 },
            seq: null,
            opens: null,
          },
        ]
  const words = [...terms, ...rest].map((term, at) => {
    const minus = (term.sign === '-') !== term.value < 0n
    const size = `${written(term.value < 0n ? -term.value : term.value)} ${term.label}`
    if (at === 0) return minus ? `−${size}` : size
    return `${minus ? '−' : '+'} ${size}`
  })
  return `${words.length === 0 ? written(0n) : words.join(' ')} = ${written(one.value)}`
}

/** The conditions that gave the status; of one that is what remains, the words of its case with its facts. */
function held({ value, verdicts, remains }: Why): string {
  const status = value === null ? null : statusOfNo(value)
  const yes = verdicts.filter((verdict) => verdict.status === status && verdict.holds)
  const words = yes.map((verdict) => verdict.words).join(', ')
  if (remains === null) return words
  return words === '' ? remains : `${remains} (${words})`
}
