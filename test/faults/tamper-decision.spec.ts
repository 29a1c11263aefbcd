import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Command } from '../../src/engine/asked/command.ts'
import type { NamedDraft } from '../../src/engine/asked/draft.ts'
import { decide } from '../../src/engine/commands/decide.ts'
import type { Day } from '../../src/engine/time.ts'
import { prepare } from '../../src/service/asked/commands/command.ts'
import { dayAt } from '../../src/service/asked/days.ts'
import { operationId } from '../../src/service/asked/ids.ts'
import { wallNow } from '../../src/service/asked/wall-clock.ts'
import { transact } from '../../src/service/ledger/sheets/transact.ts'
import { bookOn } from '../../src/service/sheet/book-on.ts'
import { named } from '../../src/service/sheet/operate/give-names.ts'
import { readClock } from '../../src/service/sheet/sheet.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { ada, deskOf, requestOf } from '../service/desk.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/**
 * Somebody books with a program that decides otherwise, or keeps another command than was decided: chain, digests and
 * tables are whole, so nothing tells but the decision itself, taken again.
 */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
afterAll(() => cellar.close())

beforeEach(async () => {
  ledger = await cellar.ledger()
  const ask = deskOf(ledger.store)
  await ask('open_customer', 'john', { name: 'John Doe', currency: 'USD', effective_at: '2026-01-01' })
  for (const invoice of ['old', 'new'])
    await ask('issue_invoice', 'john', { invoice, lines: [{ description: 'Calls', amount: '50.00' }], due_on: null })
  expect(await found({ decide: true })).toEqual([])
})

const found = async (how: { decide?: boolean }): Promise<string[]> =>
  (await verify(ledger.store, how)).findings.map((one) => `${one.customerId} ${one.seq ?? '-'}: ${one.what}`)

type Booked = {
  readonly command: Command
  readonly drafts: readonly NamedDraft[]
  /** until when the books were closed, as it is kept with the command */
  readonly closedUntil?: Day
}

/** Books a payment of 60.00 as the service does, but what a dishonest program makes of it. */
async function forge(made: (honest: Booked) => Booked): Promise<number> {
  const request = requestOf('receive_payment', 'john', { payment_id: 'P1', amount: '60.00' })
  return await transact(ledger.store, { requests: [request] }, async ({ session, sheetOf, wall }) => {
    const sheet = sheetOf('john')
    const clock = readClock(sheet, wall)
    const surroundings = { customer: sheet.customer, zone: 'UTC', clock, hasXdrId: () => false }
    const { command, effectiveAt, texts } = prepare(request, 'john', surroundings)
    const effectiveOn = dayAt(effectiveAt, 'UTC')
    const circumstances = { operationId: operationId(), recordedAt: wall, effectiveAt, effectiveOn, clock }
    const decision = decide(sheet.customer, command, circumstances)
    if (!decision.ok) throw new Error(decision.refusal.code)
    const drafts = await named(session, sheet, decision.drafts)
    const about = { caller: ada, reference: null, correlationId: 'forged', texts, key: null }
    const { closedUntil, ...booked } = made({ command, drafts })
    const kept = { ...circumstances, ...(closedUntil === undefined ? {} : { closedUntil }) }
    bookOn(sheet, { ...booked, circumstances: kept, ...about })
    return sheet.seqBefore + 1
  })
}

test('what was booked honestly is what is decided again', async () => {
  await forge((honest) => honest)
  expect(await found({ decide: true })).toEqual([])
})

test('a payment that was not given to the invoice that it was to pay', async () => {
  const seq = await forge(({ command, drafts }) => ({ command, drafts: drafts.slice(0, 1) }))
  expect(await found({})).toEqual([])
  expect(await found({ decide: true })).toEqual([
    expect.stringMatching(/^john \d+: is not (what|the last record that) deciding its command again gives$/),
  ])
  expect(Number((await found({ decide: true }))[0]?.split(/[ :]/)[1])).toBeGreaterThanOrEqual(seq)
})

test('a payment that was given to another invoice', async () => {
  const second = { kind: 'invoice', no: 2 } as const
  const swap = (draft: NamedDraft): NamedDraft =>
    draft.type === 'payment_allocated' && draft.facts.invoice?.no === 1
      ? { ...draft, facts: { ...draft.facts, invoice: second } }
      : draft
  await forge(({ command, drafts }) => ({ command, drafts: drafts.slice(0, 2).map(swap) }))
  expect(await found({})).toEqual([])
  expect((await found({ decide: true })).map((one) => one.replace(/^john \d+: /, ''))).toEqual([
    'is not what deciding its command again gives',
  ])
})

test('a command that asked for another amount than was booked', async () => {
  const seq = await forge(({ command, drafts }) => ({
    command: { ...command, amount: 70_000_000n } as Command,
    drafts,
  }))
  expect(await found({})).toEqual([])
  expect(await found({ decide: true })).toEqual([`john ${seq}: is not what deciding its command again gives`])
})

test('a command that would have been refused', async () => {
  const seq = await forge(({ command, drafts }) => ({ command: { ...command, amount: -10_000n } as Command, drafts }))
  expect(await found({ decide: true })).toEqual([
    `john ${seq}: would be refused by deciding its command again: amount_must_be_positive`,
  ])
})

test('a payment in a period of which the books were closed', async () => {
  const closedUntil = dayAt(wallNow(), 'UTC')
  const seq = await forge((honest) => ({ ...honest, closedUntil }))
  expect(await found({})).toEqual([])
  expect(await found({ decide: true })).toEqual([
    `john ${seq}: would be refused by deciding its command again: period_closed`,
  ])
})

test('how many operations were decided again is said; without asking, none is', async () => {
  expect((await verify(ledger.store)).decided).toBeNull()
  const { decided } = await verify(ledger.store, { decide: true })
  const [{ n } = { n: '' }] = await ledger.query<{ n: string }>('select count(*) as n from operation')
  expect(decided).toEqual({ again: Number(n), not: 0 })
})
