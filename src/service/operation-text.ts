import { createHash } from 'node:crypto'
import type { Circumstances, Command } from '../engine/commands/command.ts'
import type { KeyUse } from '../store/idempotency.ts'
import { type Canonical, canonicalJson, fromCanonicalJson } from './canonical-json.ts'

/** What of the circumstances was handed in to the decision and is kept with the command. */
type Given = Pick<Circumstances, 'effectiveAt' | 'effectiveOn' | 'clock'>

/** An operation's command with all that was handed in, as the canonical JSON that is kept for ever. */
export function commandText(command: Command, { effectiveAt, effectiveOn, clock }: Given): string {
  const given = { effectiveAt, effectiveOn, clock }
  return canonicalJson({ ...command, given } as Canonical)
}

/** The command and what was handed in, from what is kept. */
export function commandFrom(text: string): { readonly command: Command; readonly given: Given } {
  const { given, ...command } = fromCanonicalJson(text) as unknown as Command & { readonly given: Given }
  return { command, given }
}

/** What the digest of an operation covers. */
export type Digested = {
  readonly command: string
  readonly actor: string
  readonly realm: string
  readonly channel: string
  readonly ip: string | null
  readonly reference: string | null
  readonly correlationId: string
  readonly rules: number
  /** under which key it was asked for, and with which request; null: nobody brought one */
  readonly key: Pick<KeyUse, 'caller' | 'key' | 'requestHash'> | null
}

/** SHA-256 of all that is kept about an operation beside its records; it stands in the first of these. */
export function digestOf({ key, ...digested }: Digested): Buffer {
  const { command, actor, realm, channel, ip, reference, correlationId, rules } = digested
  const used = key && { caller: key.caller, key: key.key, request: Buffer.from(key.requestHash).toString('hex') }
  const all = { command, actor, realm, channel, ip, reference, correlationId, rules, key: used }
  return createHash('sha256').update(canonicalJson(all)).digest()
}
