import type { Action } from './scenario.ts'

type Reader = readonly [RegExp, (match: readonly string[]) => Action]

const AMOUNT = '(-?\\d+(?:\\.\\d+)?)'
const pattern = (text: string): RegExp => new RegExp(`^${text.replaceAll('AMOUNT', AMOUNT)}$`)

const readers: readonly Reader[] = [
  [pattern('nothing'), () => ({ op: 'nothing' })],
  [pattern('collection run'), () => ({ op: 'collection' })],
  [pattern('charge AMOUNT for (.+)'), ([amount = '', service = '']) => ({ op: 'charge', amount, service })],
  [
    pattern('invoice (\\S+) issued (.+?)(?:, due (\\d{4}-\\d{2}-\\d{2})|, without due date)'),
    ([invoice = '', over = '', dueOn]) => ({ op: 'invoice', invoice, lines: linesOf(over), dueOn: dueOn ?? null }),
  ],
  [
    pattern('adjusted (\\S+) by AMOUNT "(.+)"'),
    ([invoice = '', amount = '', reason = '']) => ({ op: 'adjust', invoice, amount, reason }),
  ],
  [
    pattern('payment (\\d+) of AMOUNT(?:, (.+))?'),
    ([payment = '', amount = '', wish]) => ({ op: 'payment', payment, amount, allocate: wishOf(wish) }),
  ],
  [
    pattern('allocated AMOUNT of (payment|credit) (\\S+) to (\\S+)'),
    ([amount = '', kind, name = '', invoice = '']) => ({ op: 'allocate', from: fund(kind, name), invoice, amount }),
  ],
  [
    pattern('took back AMOUNT of (payment|credit) (\\S+) from (\\S+)'),
    ([amount = '', kind, name = '', invoice = '']) => ({ op: 'deallocate', from: fund(kind, name), invoice, amount }),
  ],
  [
    pattern('(note|dispute)(?: on (\\S+))? "(.+)"(?:, agreed AMOUNT)?'),
    ([kind, invoice, text = '', agreed]) => ({
      op: 'note',
      kind: kind === 'dispute' ? 'dispute' : 'note',
      invoice: invoice ?? null,
      text,
      agreed: agreed ?? null,
    }),
  ],
]

/** Reads what happens in a step. */
export function parseAction(words: string): Action {
  for (const [regex, read] of readers) {
    const match = regex.exec(words)
    if (match !== null) return read(match.slice(1))
  }
  throw new Error(`cannot read "${words}"`)
}

function linesOf(over: string): { amount: string; description: string }[] | null {
  if (over === 'over unbilled charges') return null
  return over.split(' + ').map((line) => {
    const match = /^(-?\d+(?:\.\d+)?)(?: (.+))?$/.exec(line)
    if (match === null) throw new Error(`cannot read the line "${line}"`)
    return { amount: match[1] ?? '', description: match[2] ?? 'charges' }
  })
}

const fund = (kind: string | undefined, name: string) => ({
  kind: kind === 'credit' ? ('credit' as const) : ('payment' as const),
  name,
})

function wishOf(wish: string | undefined): Extract<Action, { op: 'payment' }>['allocate'] {
  if (wish === undefined) return 'oldest_first'
  if (wish === 'not allocated') return 'none'
  if (wish === 'held') return 'hold'
  return wish.split(' and ').map((part) => {
    const match = /^(\d+(?:\.\d+)?) to (\S+)$/.exec(part)
    if (match === null) throw new Error(`cannot read the allocation "${part}"`)
    return { amount: match[1] ?? '', invoice: match[2] ?? '' }
  })
}
