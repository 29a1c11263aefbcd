import { createHash } from 'node:crypto'
import { encode, hashInput, noHash } from '../../src/engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import type { Facts, TextRef } from '../../src/engine/events/slots.ts'
import type { Instant } from '../../src/engine/time.ts'
import { type Canonical, canonicalJson, fromCanonicalJson } from '../../src/service/asked/canonical-json.ts'
import { digestOf } from '../../src/service/asked/operation-text.ts'
import type { StoredOperation } from '../../src/store/history/operations.ts'

/** All that is stored of one customer: his records, the operations that made them, the texts by id. */
export type Stored = {
  readonly records: readonly LedgerRecord[]
  readonly operations: readonly StoredOperation[]
  readonly bodies: ReadonlyMap<string, string>
}

/** A record without chance, the operation that it begins, and the hash of the chain up to it, made again. */
export type MaskedRecord = {
  readonly record: LedgerRecord
  readonly operation: Canonical
  readonly hash: string
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const MADE_UP = /^PAY-[0-9A-HJKMNP-TV-Z]{12}$/
const NOW: Instant = 60_000_000n
const DAY_OF_NOW = -1

/** Names things by the order in which they turn up. */
type Names = { readonly of: (id: string) => string }

function openNames(): Names {
  const seen = new Map<string, string>()
  return {
    of: (id) => {
      const known = seen.get(id)
      if (known !== undefined) return known
      const name = `00000000-0000-7000-8000-${String(seen.size + 1).padStart(12, '0')}`
      seen.set(id, name)
      return name
    },
  }
}

/**
 * Takes out of a customer's history what chance and the wall clock put in: ids of events, operations, texts and what the
 * ledger names itself become running numbers, hashes of salted texts those of the text alone, times of recording, and
 * other times within a minute of them ("now"), and xDR ids that the ledger draws for late fees, become 0. Digests and the chain of hashes are made again over the rest.
 */
export function maskHistory({ records, operations, bodies }: Stored): MaskedRecord[] {
  const names = openNames()
  const begins = new Map(operations.map((operation) => [operation.firstSeq, operation]))
  const used = new Set(records.flatMap((record) => (record.kind === 'event' ? (record.facts.xdrId ?? []) : [])))
  let hash = noHash
  return records.map((record) => {
    const operation = begins.get(record.seq)
    const masked = operation === undefined ? null : maskedOperation(operation, { names, bodies, used })
    const plain = maskedRecord(record, masked?.digest ?? null, { names, bodies, used })
    hash = sha256(hashInput(hash, encode(plain)))
    return { record: plain, operation: masked?.told ?? null, hash: Buffer.from(hash).toString('hex') }
  })
}

type Masks = {
  readonly names: Names
  readonly bodies: ReadonlyMap<string, string>
  /** xDR ids that stand on records; a command also holds one for a rounding that may not be needed */
  readonly used: ReadonlySet<bigint>
}

const isNow = (moment: Instant, recordedAt: Instant): boolean => moment - recordedAt < NOW && recordedAt - moment < NOW
const maskedMoment = (moment: Instant, recordedAt: Instant): Instant => (isNow(moment, recordedAt) ? 0n : moment)
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()
const maskedId = (id: string, { names }: Masks): string => (UUID.test(id) || MADE_UP.test(id) ? names.of(id) : id)

function maskedRecord(record: LedgerRecord, digest: Buffer | null, masks: Masks): LedgerRecord {
  const { recordedAt, effectiveAt } = record
  const eventId = `00000000-0000-7000-8000-${String(record.seq).padStart(12, '0')}`
  const plain = { eventId, recordedAt: 0n, effectiveAt: maskedMoment(effectiveAt, recordedAt), digest }
  if (record.kind === 'change') return { ...record, ...plain }
  const facts = maskedFacts(record.facts, recordedAt, masks)
  return { ...record, ...plain, facts: isLateFee(record) ? { ...facts, xdrId: 0n } : facts }
}

/** The ledger itself draws the xDR ids of late fees; what a killed run had drawn is a gap. */
const isLateFee = ({ type }: LedgerRecord): boolean => type === 'late_fee_charged' || type === 'late_fee_added'

function maskedFacts(facts: Facts, recordedAt: Instant, masks: Masks): Facts {
  const masked = Object.entries(facts).map(([slot, value]) => {
    if (isText(value)) return [slot, maskedText(value, masks)]
    // of a row that holds chance and the wall clock
    if (slot === 'pinned') return [slot, Buffer.alloc(32)]
    if (slot === 'now' && typeof value === 'bigint') return [slot, maskedMoment(value, recordedAt)]
    return [slot, typeof value === 'string' ? maskedId(value, masks) : value]
  })
  return Object.fromEntries(masked) as Facts
}

const isText = (value: unknown): value is TextRef => typeof value === 'object' && value !== null && 'textId' in value

const maskedText = ({ textId }: TextRef, { names, bodies }: Masks): TextRef => ({
  textId: names.of(textId),
  hash: sha256(bodies.get(textId) ?? 'a text that is missing'),
})

function maskedOperation(operation: StoredOperation, masks: Masks): { told: Canonical; digest: Buffer } {
  const command = maskedCommand(operation, masks)
  const { channel, reference, rules, realm, ip, op, firstSeq, lastSeq, correlationId, operationId } = operation
  const own = correlationId === operationId ? 'own' : maskedId(correlationId, masks)
  const told = { command: fromCanonicalJson(command), channel, reference, rules, realm, ip, op }
  const asker = maskedAsker(operation, masks)
  const digest = digestOf({ ...told, ...asker, command, correlationId: own, key: null })
  return { told: { ...told, ...asker, firstSeq, lastSeq, correlation: own }, digest }
}

/** Keys and users are named by ids; what they are called stands in the operator's own stream. */
function maskedAsker(
  { actor, actorId, actorText, realm, role, limit, approver, owner }: StoredOperation,
  masks: Masks,
) {
  const named = (id: string | null): string | null =>
    id === null ? null : id.replace(/^(key|user):(.*)$/, (_all, kind, rest) => `${kind}:${maskedId(rest, masks)}`)
  const text = actorText === null ? null : { textId: masks.names.of(actorText.textId), hash: Buffer.alloc(32) }
  return {
    actor: named(actor),
    actorId: named(actorId),
    actorText: text,
    realm,
    role,
    limit,
    approver,
    owner: named(owner),
  }
}

function maskedCommand({ command, recordedAt }: StoredOperation, masks: Masks): string {
  const read = fromCanonicalJson(command) as Record<string, Canonical>
  const given = maskedGiven(read.given as unknown as Given, recordedAt)
  const rounding = read.roundingXdrId
  const unused = typeof rounding === 'bigint' && !masks.used.has(rounding) ? { roundingXdrId: 0n } : {}
  const drawn = read.op === 'evaluate_day' ? { xdrIds: [] } : {}
  return canonicalJson({ ...(maskedValue(read, recordedAt, masks) as object), ...unused, ...drawn, given } as Canonical)
}

type Given = {
  readonly effectiveAt: Instant
  readonly effectiveOn: number
  readonly clock: { readonly now: Instant; readonly today: number; readonly mail: string }
}

const maskedGiven = ({ effectiveAt, effectiveOn, clock }: Given, recordedAt: Instant): Canonical => ({
  effectiveAt: maskedMoment(effectiveAt, recordedAt),
  effectiveOn: isNow(effectiveAt, recordedAt) ? DAY_OF_NOW : effectiveOn,
  clock: {
    ...clock,
    now: maskedMoment(clock.now, recordedAt),
    today: isNow(clock.now, recordedAt) ? DAY_OF_NOW : clock.today,
  },
})

function maskedValue(value: Canonical, recordedAt: Instant, masks: Masks): Canonical {
  if (typeof value === 'string') return maskedId(value, masks)
  if (Array.isArray(value)) return value.map((one) => maskedValue(one, recordedAt, masks))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (isText(value)) return maskedText(value, masks) as Canonical
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === 'pinned'
        ? Buffer.alloc(32)
        : name === 'now' && typeof one === 'bigint'
          ? maskedMoment(one, recordedAt)
          : maskedValue(one, recordedAt, masks),
    ]),
  )
}
