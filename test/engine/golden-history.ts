import type { ChangeRecord } from '../../src/engine/events/record.ts'
import { act, adjust, type Clerk, charge, issue, note, opened, pass, pay, recordsOf } from '../memory/clerk.ts'

/** A little of everything that a record can hold, with nothing left to chance: the same bytes for ever. */
export function plainHistory(): Clerk {
  const clerk = opened('2026-09-01', { creditLimit: 80_000_000n, clock: 'tale' }, 'America/New_York')
  charge(clerk, '16.85306')
  issue(clerk, '2026-09-001', ['93.14', '-10'], {
    charges: 'unbilled',
    due: '2026-09-15',
    period: { from: 20_667, to: 20_697 },
  })
  note(clerk, { about: { kind: 'invoice', id: '2026-09-001' }, noteKind: 'dispute', agreed: 30_000_000n })
  adjust(clerk, '2026-09-001', '-30')
  pay(clerk, 'P-2204', '60', 'oldest_first', { method: 'card' })
  pass(clerk, '2026-09-16')
  act(clerk, { op: 'join_clock', clock: 'tale' })
  return clerk
}

/** A payment that was received on the 10th and entered on the 16th; a credit from a negative invoice pays what is left. */
export function lateHistory(): Clerk {
  const clerk = opened('2026-09-01', { email: null, billing: 'prepaid' })
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  // the counter of xDR ids has gaps
  clerk.ledger.xdr += 1n
  pass(clerk, '2026-09-16')
  pay(clerk, 'P1', '60', { I1: '60' }, { on: '2026-09-10' })
  issue(clerk, 'I2', ['-45'])
  return clerk
}

/** A customer whose name was erased: the records before it keep the hash of what is gone. */
export function erasedHistory(): Clerk {
  const clerk = opened('2026-09-01')
  const [first] = recordsOf(clerk)
  const textId = first?.kind === 'event' ? first.facts.name?.textId : undefined
  act(clerk, {
    op: 'erase_text',
    textId: textId ?? '',
    reason: { textId: '20000000-0000-7000-8000-000000000001', hash: new Uint8Array(32).fill(7) },
  })
  return clerk
}

/** A sum over subjects that three of them moved at once, which no event of today does. */
export const threeMovers: ChangeRecord = {
  kind: 'change',
  type: 'amount_changed',
  seq: 4711,
  eventId: '01939f6a-7b00-7c3d-8e4f-0123456789ab',
  rootSeq: 4700,
  parentSeq: 4708,
  subject: { kind: 'customer', no: 0 },
  effectiveAt: 1_790_812_800_000_000n,
  recordedAt: 1_790_812_800_000_001n,
  late: false,
  causes: [
    { role: 'corrects', seq: 12 },
    { role: 'triggered', seq: 3, customerId: '~operator' },
  ],
  digest: null,
  figure: 'customer.outstanding',
  before: 105_000_000n,
  after: 52_500_000n,
  beforeSeq: 4001,
  operands: [
    { figure: 'customer.outstanding', subject: { kind: 'customer', no: 0 }, value: 105_000_000n, seq: 4001 },
    { figure: 'invoice.outstanding', subject: { kind: 'invoice', no: 1 }, value: -50_000_000n, seq: 4702 },
    { figure: 'invoice.outstanding', subject: { kind: 'invoice', no: 2 }, value: -35_000_000n, seq: 4705 },
    { figure: 'invoice.outstanding', subject: { kind: 'invoice', no: 3 }, value: 32_500_000n, seq: 4708 },
  ],
  verdicts: [],
}

/** The histories by name. */
export const histories = {
  plain: () => recordsOf(plainHistory()),
  late: () => recordsOf(lateHistory()),
  erased: () => recordsOf(erasedHistory()),
  'three movers': () => [threeMovers],
} as const
