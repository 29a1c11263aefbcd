import { describe, expect, it } from 'vitest'
import type { AuditLine } from '../../contract/answers.ts'
import { blocksOf, chainsOf, daysOf, netEffects, titleOf } from './chains.ts'

const line = (seq: number, over: Partial<AuditLine>): AuditLine => ({
  customer_id: 'c',
  seq,
  line: 0,
  kind: 'change',
  type: 'changed',
  figure: null,
  subject: null,
  before: null,
  after: null,
  delta: null,
  amount: null,
  balance_after: null,
  currency: 'USD',
  effective_at: '2026-10-10T18:07:00Z',
  recorded_at: '2026-10-10T18:07:00Z',
  entered_at: '2026-10-10T18:07:00Z',
  sentence: '',
  parent_seq: null,
  root_seq: seq,
  op: 'receive_payment',
  led_to: [],
  causes: [],
  xdr_id: null,
  actor: 'a',
  channel: 'api',
  realm: 'r',
  reason: null,
  reference: null,
  rules: 1,
  texts: [],
  ...over,
})

const payment = [
  line(12, { kind: 'event', sentence: 'Payment of 60.00 received (xDR id 2204).' }),
  line(13, { root_seq: 12, figure: 'customer.unallocated_payments', before: '0.00', after: '60.00' }),
  line(15, { root_seq: 12, figure: 'customer.unallocated_payments', before: '60.00', after: '0.00' }),
  line(16, { root_seq: 12, figure: 'invoice.outstanding', subject: 'invoice:1', before: '70.00', after: '10.00' }),
  line(17, { root_seq: 12, figure: 'customer.outstanding', before: '70.00', after: '10.00' }),
  line(18, { root_seq: 12, figure: 'invoice.status', subject: 'invoice:1', before: 'unpaid', after: 'partially_paid' }),
]

describe('chains', () => {
  it('puts the records of one operation together in the order of recording, newest first outside', () => {
    const chains = chainsOf([line(19, {}), ...payment.toReversed()])
    expect(chains.map((chain) => chain.rootSeq)).toEqual([19, 12])
    expect(chains[1]?.lines.map((record) => record.seq)).toEqual([12, 13, 15, 16, 17, 18])
  })

  it('has no root where the cause was not read', () => {
    expect(chainsOf(payment.slice(2))[0]?.root).toBeUndefined()
  })

  it('needs no card of its own where it is a single record', () => {
    const chains = chainsOf([line(21, {}), line(20, {}), ...payment, line(9, {})])
    expect(blocksOf(chains).map((block) => block.chains.map((chain) => chain.rootSeq))).toEqual([[21, 20], [12], [9]])
  })

  it('says the net effect, without what came back to where it was and without saying one sum twice', () => {
    expect(netEffects(payment).map((effect) => [effect.figure, effect.before, effect.after])).toEqual([
      ['customer.outstanding', '70.00', '10.00'],
      ['invoice.status', 'unpaid', 'partially_paid'],
    ])
  })

  it('stands under the local day of its cause', () => {
    const late = line(1, { effective_at: '2026-10-16T02:00:00Z' })
    expect(daysOf(chainsOf([late]), 'effective', 'America/New_York')[0]?.day).toBe('2026-10-15')
  })

  it('is titled by the first sentence of its cause', () => {
    const root = line(9, { sentence: 'Invoice 1 adjusted by −30.00, 70.00 left. Reason: roaming (CRM case 8841).' })
    expect(titleOf({ root, lines: [] })).toBe('Invoice 1 adjusted by −30.00, 70.00 left')
  })

  it('is titled by what it was about, not by what had to be given back before', () => {
    const op = 'charge_back_payment'
    const released = line(9, { op, type: 'payment_deallocated', sentence: '60.00 of payment P1 taken from invoice 1.' })
    const taken = line(10, { op, root_seq: 9, type: 'payment_charged_back', sentence: 'Payment P1 charged back.' })
    expect(chainsOf([taken, released]).map(titleOf)).toEqual(['Payment P1 charged back'])
    expect(titleOf({ root: released, lines: [released] })).toBe('60.00 of payment P1 taken from invoice 1')
  })
})
