import { randomUUID } from 'node:crypto'
import type { CommandName } from '../../src/contract/operations.ts'
import { commands } from '../../src/contract/operations.ts'
import type { Attempt, Caller, Outcome, WireRequest } from '../../src/service/asked/request.ts'
import { perform, performTogether } from '../../src/service/ledger/perform.ts'
import type { Store } from '../../src/store/session/store.ts'

export const ada: Caller = { actor: 'Ada Byron', realm: 'administrator', channel: 'api', ip: '192.0.2.7' }

/** A request as the wire would bring it, its body read by the contract. */
export function requestOf(
  op: CommandName,
  customerId: string | null,
  body: object,
  key: string = randomUUID(),
): WireRequest {
  const parsed = commands[op].parse(body)
  const { reference } = parsed
  return {
    op,
    customerId,
    body: parsed,
    caller: ada,
    key,
    ...(reference === undefined ? {} : { reference }),
  } as WireRequest
}

/** Someone at a desk: asks for operations and is told what became of them. */
export const deskOf =
  (store: Store) =>
  (op: CommandName, customerId: string | null, body: object, key?: string): Promise<Outcome> =>
    perform(store, requestOf(op, customerId, body, key))

/** As `deskOf`, but each operation in a transaction of its own, as if every one came to another server. */
export const desksOf =
  (store: Store) =>
  async (op: CommandName, customerId: string | null, body: object, key?: string): Promise<Outcome> => {
    const [outcome] = await performTogether(store, [requestOf(op, customerId, body, key)])
    if (outcome === undefined) throw new Error('no outcome')
    return outcome
  }

/** What a repetition of an operation answers: the same, from the log alone. */
export function replayOf(first: Attempt): Attempt {
  if (first.status !== 'done') return first
  const { booked: _, ...done } = first
  return { ...done, replay: true }
}

/** What an operation did, or its refusal's code, in one word each. */
export const inShort = (outcome: Attempt): string =>
  outcome.status === 'done'
    ? outcome.replay
      ? 'replayed'
      : 'done'
    : outcome.status === 'refused'
      ? outcome.refusal.code
      : outcome.status

/** A moment of the wall clock so many milliseconds from now, as an operation is dated. */
export const soon = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString()

/** Waits until a moment of the wall clock has passed: what waits cannot be moved, for an altered one is not booked. */
export const passed = (moment: string): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(moment) - Date.now()) + 20))
