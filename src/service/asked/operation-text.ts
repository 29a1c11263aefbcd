import { hash } from 'node:crypto'
import type { Circumstances } from '../../engine/asked/circumstances.ts'
import type { Command } from '../../engine/asked/command.ts'
import type { KeyUse } from '../../store/history/idempotency.ts'
import type { StoredAsker } from '../../store/history/operations.ts'
import { RULES_WITH_ASKER } from './asker.ts'
import { type Canonical, canonicalJson, fromCanonicalJson, fromParsed } from './canonical-json.ts'

/** What of the circumstances was handed in to the decision and is kept with the command. */
type Given = Pick<Circumstances, 'effectiveAt' | 'effectiveOn' | 'clock' | 'closedUntil'>

/** An operation's command with all that was handed in, as the canonical JSON that is kept for ever. */
export function commandText(command: Command, { effectiveAt, effectiveOn, clock, closedUntil }: Given): string {
  const given = { effectiveAt, effectiveOn, clock, closedUntil }
  return canonicalJson({ ...command, given } as Canonical)
}

/** The command and what was handed in, from what is kept. */
export function commandFrom(text: string): { readonly command: Command; readonly given: Given } {
  const { given, ...command } = fromCanonicalJson(text) as unknown as Command & { readonly given: Given }
  return { command, given }
}

/** What was handed in, from what is kept; the command is not made again. */
export function givenFrom(text: string): Given {
  const { given } = JSON.parse(text) as { readonly given?: unknown }
  return fromParsed(given) as unknown as Given
}

/** What the digest of an operation covers. */
export type Digested = StoredAsker & {
  readonly command: string
  readonly reference: string | null
  readonly correlationId: string
  readonly rules: number
  /** under which key it was asked for, and with which request; null: nobody brought one */
  readonly key: Pick<KeyUse, 'caller' | 'key' | 'requestHash'> | null
}

/**
 * SHA-256 of all that is kept about an operation beside its records; it stands in the first of these. Version 1 covers
 * the asker's name as it was said; from rules 3 on version 2 covers his id, his name by its text, and his rights.
 */
export function digestOf(digested: Digested): Buffer {
  const { command, channel, ip, reference, correlationId, rules, key } = digested
  const used = key && { caller: key.caller, key: key.key, request: hex(key.requestHash) }
  const all = { command, ...whoOf(digested), channel, ip, reference, correlationId, rules, key: used }
  return hash('sha256', canonicalJson(all), 'buffer')
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function whoOf({ rules, actor, actorId, actorText, realm, role, limit, approver, owner }: Digested): {
  readonly [member: string]: Canonical
} {
  if (rules < RULES_WITH_ASKER) return { actor, realm }
  const name = actorText === null ? actor : { text: actorText.textId, hash: hex(actorText.hash) }
  return { version: 2, actor: { id: actorId, name, realm, role, limit, approver, owner } }
}
