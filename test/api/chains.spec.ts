import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMailer } from '../../src/service/mail/mail.ts'
import { customersBefore, fillByRules2 } from '../before/rules-2.ts'
import { openSink } from '../service/sink.ts'
import { type Api, openApi } from './api.ts'

/**
 * A chain over HTTP, on what rules 2 booked (every operation of theirs) and on what is booked since: any record of it names
 * it, its root is what the operation is about, and what became of its messages is in it.
 */

let api: Api
beforeAll(async () => {
  api = await openApi(fillByRules2)
})
afterAll(() => api.close())

type Line = {
  readonly seq: number
  readonly root_seq: number
  readonly parent_seq: number | null
  readonly type: string
  readonly kind: string
  readonly op: string
}

async function recordsOf(customer: string, query: object = {}): Promise<Line[]> {
  const lines: Line[] = []
  let cursor: string | undefined
  do {
    const { body } = await api.get(`/customers/${customer}/audit`, { order: 'asc', limit: 500, cursor, ...query })
    lines.push(...body.records)
    cursor = body.next ?? undefined
  } while (cursor !== undefined)
  return lines.sort((a, b) => a.seq - b.seq)
}

const about: Readonly<Record<string, string>> = {
  charge_back_payment: 'payment_charged_back',
  void_payment: 'payment_voided',
  void_invoice: 'invoice_voided',
  refund_payment: 'payment_refunded',
  issue_invoice: 'invoice_issued',
  issue_draft: 'invoice_issued',
  adjust_invoice: 'invoice_adjusted',
  void_credit_note: 'credit_note_voided',
  resolve_dispute: 'dispute_re',
  evaluate_day: 'day_evaluated',
}

test.each(customersBefore)('each record of %s leads to the chain of what its operation was about', async (customer) => {
  const lines = await recordsOf(customer)
  const bySeq = new Map(lines.map((line) => [line.seq, line]))
  const wrong: string[] = []
  for (const line of lines) {
    const root = bySeq.get(line.root_seq)
    const outcome = line.op === 'settle_message'
    if (!outcome && root?.op !== line.op) wrong.push(`${line.seq}: its root is of ${root?.op}`)
    const type = outcome ? '' : (about[line.op] ?? '')
    if (root?.parent_seq !== null || !root.type.startsWith(type)) wrong.push(`${line.seq}: its root is ${root?.type}`)
    if (rootAbove(line, bySeq) !== line.root_seq) wrong.push(`${line.seq}: not reached from its root`)
  }
  expect(wrong).toEqual([])
  expect(lines.length).toBeGreaterThan(10)
})

function rootAbove(line: Line, bySeq: ReadonlyMap<number, Line>): number {
  let at = line
  for (let steps = 0; steps < 1000 && at.parent_seq !== null; steps += 1) at = bySeq.get(at.parent_seq) ?? at
  return at.seq
}

test('any record of a chain names it, in the log and as a page of its own', async () => {
  const lines = await recordsOf('ann')
  const chains = [...Map.groupBy(lines, (line) => line.root_seq).values()]
  for (const chain of chains.filter((_, at) => at % 7 === 0)) {
    const seqs = chain.map((line) => line.seq)
    const [first, last] = [seqs[0], seqs.at(-1)]
    for (const seq of [first, last]) {
      expect((await recordsOf('ann', { chain: String(seq) })).map((line) => line.seq)).toEqual(seqs)
      const { body } = await api.get(`/customers/ann/chains/${seq}`)
      expect(body.root_seq).toBe(chain[0]?.root_seq)
      expect(body.records.map((line: Line) => line.seq)).toEqual(seqs)
    }
  }
})

test('what became of a message stands in the chain that queued it, under it', async () => {
  const lines = await recordsOf('ann')
  const outcomes = lines.filter((line) => /^message_(sent|failed|deferred)$/.test(line.type))
  expect(outcomes.length).toBeGreaterThan(3)
  for (const outcome of outcomes) {
    const queued = lines.find((line) => line.seq === outcome.parent_seq)
    expect([queued?.type, queued?.root_seq]).toEqual(['message_queued', outcome.root_seq])
  }
})

test('so it is by the new rules, in the records themselves', async () => {
  const sink = await openSink()
  const mailer = openMailer(api.ledger.store, { smtpUrl: sink.url, from: 'billing@example.com' })
  const before = Math.max(...(await recordsOf('ann')).map((line) => line.seq))
  await api.post('/customers/ann/payments', { payment_id: 'ann-chain', amount: '20.00' })
  await mailer.sendDue()
  const taken = await api.post('/payments/ann-chain/chargebacks', { reason: 'the bank took it back' })
  mailer.close()
  await sink.close()
  const lines = (await recordsOf('ann')).filter((line) => line.seq > before)
  const receipt = lines.find((line) => line.type === 'message_queued')
  const sent = lines.find((line) => line.type === 'message_sent' && line.parent_seq === receipt?.seq)
  expect([receipt === undefined, sent?.root_seq]).toEqual([false, receipt?.root_seq])
  const root = taken.body.records.find((line: Line) => line.type === 'payment_charged_back')
  expect(taken.body.records.map((line: Line) => line.root_seq)).toEqual(taken.body.records.map(() => root.seq))
  const stored = await api.ledger.query<{ root: string }>(
    `select root_seq::text as root from record where customer_id = 'ann' and seq = any($1)`,
    [taken.body.records.map((line: Line) => line.seq)],
  )
  expect(new Set(stored.map((one) => Number(one.root)))).toEqual(new Set([root.seq]))
})
