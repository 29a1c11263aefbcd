import { type CommandName, commands } from '../../src/contract/operations.ts'
import { parseAmount } from '../../src/engine/money/amount.ts'
import { firstBroken } from '../../src/engine/planning/checks.ts'
import { blankCustomer } from '../../src/engine/state/customer.ts'
import type { Instant } from '../../src/engine/time.ts'
import { prepare } from '../../src/service/asked/commands/command.ts'
import { dayAt } from '../../src/service/asked/days.ts'
import type { Request } from '../../src/service/asked/request.ts'
import { sealText } from '../../src/service/asked/sealed-text.ts'
import { type MemoryLedger, nextXdr, type Outcome, perform } from '../memory/ledger.ts'
import type { Operation, Person } from './scenario.ts'

/** The id by which the engine knows a customer of a scenario. */
export const customerId = (of: number): string => (of === 0 ? 'customer' : `customer-${of + 1}`)

const asked = { caller: { actor: 'scenario', realm: 'test', channel: 'api', ip: null }, key: null } as const

/** What an operation is to the engine, as the service reads the members of its body. */
export function preparedFor(ledger: MemoryLedger, id: string, { op, body }: Operation) {
  const read = commands[op].safeParse(op === 'open_customer' ? { customer_id: id, ...body } : body)
  if (!read.success) throw new Error(`${op}: ${read.error.message}`)
  const request = { ...asked, op, customerId: id, body: read.data } as Request
  return prepare(request, id, {
    customer: ledger.customers.get(id) ?? blankCustomer(id),
    zone: ledger.zone,
    clock: { now: ledger.now, today: dayAt(ledger.now, ledger.zone), mail: ledger.mail },
    hasXdrId: () => false,
  })
}

/** Performs an operation on the engine, or answers why it is refused; one that is dated later is handed to `wait`. */
export function performOn(
  ledger: MemoryLedger,
  id: string,
  operation: Operation,
  wait: (at: Instant) => void = () => undefined,
): Outcome {
  const { command, effectiveAt, texts, refusals } = preparedFor(ledger, id, operation)
  for (const { ref, body } of texts) ledger.texts.set(ref.textId, body)
  const refusal = firstBroken(refusals)
  if (refusal !== null) return { ok: false, refusal }
  if (effectiveAt <= ledger.now) return perform(ledger, id, command, { effectiveAt })
  wait(effectiveAt)
  return { ok: true, records: [] }
}

/** The opening of a scenario's customer. */
export const openingOf = (person: Person): Operation => ({
  op: 'open_customer' satisfies CommandName,
  body: {
    name: person.name,
    currency: person.currency,
    time_zone: person.timeZone,
    billing: person.billing,
    clock: 'scenario',
    ...(person.email !== null && { email: person.email }),
    ...(person.creditLimit !== null && { credit_limit: person.creditLimit }),
    ...(person.class !== null && { class: person.class }),
  },
})

type Move = { readonly to: number; readonly of: number; readonly amount: string; readonly reason: string | null }

/** Moves money between two customers of the ledger: out there, in here. */
export function moveOn(ledger: MemoryLedger, { to, of, amount, reason }: Move): Outcome {
  const [from, there] = [customerId(of), customerId(to)]
  const parsed = parseAmount(amount)
  if (!parsed.ok) throw new Error(`"${amount}": ${parsed.fault}`)
  const shared = { amount: parsed.micros, reason: reason === null ? null : textIn(ledger, reason) }
  const out = perform(ledger, from, { op: 'move_out', to: there, ...shared })
  if (!out.ok) return out
  const currency = ledger.customers.get(from)?.currency ?? ''
  const taken = { op: 'move_in', from, creditId: `MOV-${nextXdr(ledger)}`, currency } as const
  return perform(ledger, there, { ...taken, ...shared })
}

function textIn(ledger: MemoryLedger, body: string) {
  const { ref } = sealText(body)
  ledger.texts.set(ref.textId, body)
  return ref
}
