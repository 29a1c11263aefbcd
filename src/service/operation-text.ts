import { createHash } from 'node:crypto'
import type { Circumstances, Command } from '../engine/commands/command.ts'
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
  readonly channel: string
  readonly reference: string | null
  readonly rules: number
}

/** SHA-256 of command, actor, channel, reference and rules; it stands in the operation's first record. */
export function digestOf({ command, actor, channel, reference, rules }: Digested): Buffer {
  return createHash('sha256').update(canonicalJson({ command, actor, channel, reference, rules })).digest()
}
