/** Receivables made up from a fixed seed, as a CSV that the plain map reads, and what is to become of each line. */

export type Made = {
  readonly line: number
  readonly customer: string
  readonly invoice: string
  readonly issued: string
  readonly due: string | null
  readonly cents: number
  readonly disputed: boolean
  readonly settled: string | null
  readonly paidCents: number
}

/** A file with lines to be booked and lines to be rejected: the field and a word of the reason by line. */
export type MadeFile = {
  readonly csv: string
  readonly lines: readonly Made[]
  readonly bad: ReadonlyMap<number, readonly [field: string, reason: RegExp]>
}

const HEADER = 'customer_id,name,invoice,issued_on,due_on,amount,disputed,settled_on,settled_amount,currency'

/** A generator of whole numbers below n, the same for the same seed. */
export function dice(seed: number): (n: number) => number {
  let state = BigInt(seed)
  return (n) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & ((1n << 64n) - 1n)
    return Number((state >> 33n) % BigInt(n))
  }
}

const dayText = (day: number): string => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10)
const money = (cents: number): string => (cents / 100).toFixed(2)

/** Lines in no order of days; paid early, late, in part or not at all, some without a due date. */
export function madeFile({ seed, count, customers }: { seed: number; count: number; customers: number }): MadeFile {
  const roll = dice(seed)
  const lines = Array.from({ length: count }, (_, at): Made => {
    const issued = roll(300)
    const cents = 100 + roll(50_000)
    const settled = roll(6) === 0 ? null : issued + roll(70)
    return {
      line: at + 2,
      customer: `C-${String(roll(customers) + 1).padStart(3, '0')}`,
      invoice: String(70_000 + at).padStart(8, '0'),
      issued: dayText(issued),
      due: roll(10) === 0 ? null : dayText(issued + ([0, 14, 30][roll(3)] ?? 30)),
      cents,
      disputed: roll(4) === 0,
      settled: settled === null ? null : dayText(settled),
      paidCents: settled === null ? 0 : roll(5) === 0 ? Math.ceil(cents / 3) : cents,
    }
  })
  const good = lines.map(written)
  const bad = wrongLines.map(([cells]) => `${cells},USD`)
  const first = lines.length + 2
  return {
    csv: [HEADER, ...good, ...bad].map((line) => `${line}\n`).join(''),
    lines,
    bad: new Map(wrongLines.map(([, field, reason], at) => [first + at, [field, reason]])),
  }
}

const written = (one: Made): string =>
  [
    one.customer,
    `"Customer ""${one.customer}"", Ltd"`,
    one.invoice,
    one.issued,
    one.due ?? '',
    money(one.cents),
    one.disputed ? 'Yes' : 'no',
    one.settled ?? '',
    one.paidCents === one.cents || one.settled === null ? '' : money(one.paidCents),
    'USD',
  ].join(',')

/** Lines that cannot be booked, with the field that is to blame and a word of the reason. */
const wrongLines: readonly (readonly [cells: string, field: string, reason: RegExp])[] = [
  [',Nobody,90000001,2025-03-01,2025-03-31,10.00,no,,', 'customer_id', /empty/],
  ['C-001,,,2025-03-01,2025-03-31,10.00,no,,', 'invoice', /empty/],
  ['C-001,,90000003,2025-02-30,2025-03-31,10.00,no,,', 'issued_on', /no date/],
  ['C-001,,90000004,03/01/2025,2025-03-31,10.00,no,,', 'issued_on', /no date/],
  ['C-001,,90000005,2025-03-01,2025-02-28,10.00,no,,', 'due_on', /before the day of issue/],
  ['C-001,,90000006,2025-03-01,2025-03-31,10.00,no,2025-02-28,', 'settled_on', /before the day of issue/],
  ['C-001,,90000007,2025-03-01,2025-03-31,ten,no,,', 'amount', /no amount/],
  ['C-001,,90000008,2025-03-01,2025-03-31,10.005,no,,', 'amount', /finer than the currency/],
  ['C-001,,90000009,2025-03-01,2025-03-31,-10.00,no,,', 'amount', /negative/],
  ['C-001,,90000010,2025-03-01,2025-03-31,10.00,perhaps,,', 'disputed', /neither a yes nor a no/],
  ['C-001,,90000011,2025-03-01,2025-03-31,10.00,no,,', 'invoice', /other lines have this .*\(line \d+\)/],
  ['C-001,,90000011,2025-03-01,2025-03-31,20.00,no,,', 'invoice', /other lines have this .*\(line \d+\)/],
  ['C-001,,90000012,2025-03-01,2025-03-31,10.00,no,,4.00', 'settled_on', /on which day/],
  ['C-001,,90000013,2925-03-01,2925-03-31,10.00,no,,', 'issued_on', /not come yet/],
  ['C-001,,90000014,2025-03-01,2025-03-31,10.00,no,2025-03-05,0.00', 'settled_amount', /above 0/],
  ['C-001,,90000015,2025-03-01', '', /number of cells/],
  ['C-001,,90000016,2025-13-01,2025-03-31,x,no,,', 'issued_on; amount', /no date.*no amount/],
  ['~operator,,90000017,2025-03-01,2025-03-31,10.00,no,,', 'customer_id', /printable/],
  ['C-001,,INV-000123,2025-03-01,2025-03-31,10.00,no,,', 'invoice', /given by the ledger/],
]
