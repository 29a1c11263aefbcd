import type { Cause, ChangeRecord, Effect, EventRecord, LedgerRecord, Operand, Verdict } from '../events/record.ts'
import type { BaseFigureName } from '../figures/base.ts'
import { baseFigures } from '../figures/base.ts'
import type { StoredFigureName } from '../figures/names.ts'
import { readFacts, readRef, writeFacts, writeRef } from './facts.ts'
import { changeNo, decisionNo, eventNo, figureNo, kindNo, messageNo, roleNo, typeNo } from './numbers.ts'
import { type Reader, reader } from './reader.ts'
import { fromUtf8, utf8, uuidBytes, uuidText } from './text.ts'
import { type Writer, writer } from './writer.ts'

/** The version of the canonical form; it precedes every hash input and every record. */
export const formVersion = 1

/** The hash before the first record of a customer. */
export const noHash: Uint8Array = new Uint8Array(32)

/** What is hashed for record n: version ‖ hash of record n−1 ‖ canonical bytes of record n (3-records 3.5). */
export function hashInput(previous: Uint8Array, canonical: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + previous.length + canonical.length)
  input[0] = formVersion
  input.set(previous, 1)
  input.set(canonical, 1 + previous.length)
  return input
}

/** One for all records, whose bytes are taken from it as soon as they are written. */
const to = writer()

/**
 * The canonical bytes of a record: fixed-width fields in a fixed order, lists preceded by their count, an absent value by
 * a presence bit, texts as id and hash. The customer's id is not among them: it is in the facts of his first record.
 */
export function encode(record: LedgerRecord): Uint8Array {
  to.reset()
  writeRecord(record)
  return to.bytes()
}

/** The same for who only compares them: they stand there until the next record is written. */
export function passingBytes(record: LedgerRecord): Uint8Array {
  to.reset()
  writeRecord(record)
  return to.view()
}

/** How far what is hashed for a record goes before its canonical bytes begin. */
export const BEFORE_CANONICAL = 1 + noHash.length

/**
 * What is hashed for a record (`hashInput`), made at once: its canonical bytes stand in it from BEFORE_CANONICAL on. Like
 * passing bytes it stands there until the next record is written.
 */
export function encodeBehind(previous: Uint8Array, record: LedgerRecord): Uint8Array {
  to.reset()
  to.u8(formVersion)
  to.fixed(previous, noHash.length)
  writeRecord(record)
  return to.view()
}

function writeRecord(record: LedgerRecord): void {
  to.u8(formVersion)
  to.u16(kindNo.of(record.kind))
  to.u16(typeNo(record))
  to.u64(record.seq)
  to.fixed(uuidBytes(record.eventId), 16)
  to.u64(record.rootSeq)
  const balance = record.kind === 'event' ? record.balanceAfter : null
  to.u8(
    (record.parentSeq === null ? 0 : 1) |
      (record.digest === null ? 0 : 2) |
      (balance === null ? 0 : 4) |
      (record.late ? 8 : 0),
  )
  if (record.parentSeq !== null) to.u64(record.parentSeq)
  if (record.digest !== null) to.fixed(record.digest, 32)
  if (balance !== null) to.i64(balance)
  to.i64(record.effectiveAt)
  to.i64(record.recordedAt)
  writeRef(to, record.subject)
  writeCauses(to, record.causes)
  if (record.kind === 'change') writeChange(to, record)
  else writeFacts(to, record.facts)
  if (record.kind === 'event') writeEffects(to, record.effects)
}

function writeCauses(to: Writer, causes: readonly Cause[]): void {
  to.u16(causes.length)
  for (const cause of causes) {
    to.u16(roleNo.of(cause.role))
    to.u64(cause.seq)
    to.counted(utf8(cause.customerId ?? ''))
  }
}

function writeEffects(to: Writer, effects: readonly Effect[]): void {
  to.u16(effects.length)
  for (const effect of effects) {
    to.u16(baseFigures[effect.figure].no)
    writeRef(to, effect.subject)
    writeBeforeAfter(to, effect)
  }
}

function writeBeforeAfter(
  to: Writer,
  { before, after, beforeSeq }: Pick<Effect, 'before' | 'after' | 'beforeSeq'>,
): void {
  to.u8(before === null ? 0 : 1)
  to.i64(before ?? 0n)
  to.i64(after)
  to.u64(beforeSeq)
}

function writeChange(to: Writer, change: ChangeRecord): void {
  to.u16(figureNo.of(change.figure))
  writeBeforeAfter(to, change)
  to.u16(change.operands.length)
  for (const operand of change.operands) {
    to.u16(figureNo.of(operand.figure))
    writeRef(to, operand.subject)
    to.i64(operand.value)
    to.u64(operand.seq)
  }
  to.u16(change.verdicts.length)
  for (const verdict of change.verdicts) {
    to.u16(verdict.case)
    to.u16(verdict.condition)
    to.u8(verdict.holds ? 1 : 0)
  }
}

/** The record that canonical bytes hold; throws where they are not of this form. */
export function decode(bytes: Uint8Array): LedgerRecord {
  const from = reader(bytes)
  const version = from.u8()
  if (version !== formVersion) throw new Error(`The canonical form ${version} is not known here`)
  const kind = kindNo.name(from.u16())
  const type = from.u16()
  const head = { seq: from.u64(), eventId: uuidText(from.fixed(16)), rootSeq: from.u64() }
  const presence = from.u8()
  if (presence > 15) throw new Error('The canonical bytes say that something unknown is present')
  const rest = {
    parentSeq: (presence & 1) === 0 ? null : from.u64(),
    digest: (presence & 2) === 0 ? null : from.fixed(32),
  }
  const balanceAfter = (presence & 4) === 0 ? null : from.i64()
  const late = (presence & 8) !== 0
  const times = {
    effectiveAt: from.i64(),
    recordedAt: from.i64(),
    subject: readRef(from),
    causes: from.list(() => readCause(from)),
  }
  const header = { ...head, ...rest, late, ...times }
  const record = readBody(from, kind, type, header, balanceAfter)
  if (!from.ended()) throw new Error('The canonical bytes go on after the record')
  return record
}

type Header = Omit<EventRecord, 'kind' | 'type' | 'facts' | 'effects' | 'balanceAfter'>

function readBody(
  from: Reader,
  kind: LedgerRecord['kind'],
  type: number,
  header: Header,
  balanceAfter: bigint | null,
): LedgerRecord {
  if (kind === 'change') return { ...header, kind, type: changeNo.name(type), ...readChange(from) }
  const facts = readFacts(from)
  if (kind === 'event')
    return {
      ...header,
      kind,
      type: eventNo.name(type),
      facts,
      effects: from.list(() => readEffect(from)),
      balanceAfter,
    }
  if (kind === 'decision') return { ...header, kind, type: decisionNo.name(type), facts }
  return { ...header, kind, type: messageNo.name(type), facts }
}

const readCause = (from: Reader): Cause => {
  const [role, seq, customerId] = [roleNo.name(from.u16()), from.u64(), fromUtf8(from.counted())]
  return customerId === '' ? { role, seq } : { role, seq, customerId }
}

const readBeforeAfter = (from: Reader): Pick<Effect, 'before' | 'after' | 'beforeSeq'> => {
  const present = from.flag()
  const before = from.i64()
  if (!present && before !== 0n) throw new Error('The canonical bytes hold an amount that is said to be absent')
  return { before: present ? before : null, after: from.i64(), beforeSeq: from.u64() }
}

const readEffect = (from: Reader): Effect => ({
  figure: figureNo.name(from.u16()) as BaseFigureName,
  subject: readRef(from),
  ...readBeforeAfter(from),
})

const readChange = (
  from: Reader,
): Pick<ChangeRecord, 'figure' | 'before' | 'after' | 'beforeSeq' | 'operands' | 'verdicts'> => ({
  figure: figureNo.name(from.u16()) as StoredFigureName,
  ...readBeforeAfter(from),
  operands: from.list(
    (): Operand => ({ figure: figureNo.name(from.u16()), subject: readRef(from), value: from.i64(), seq: from.u64() }),
  ),
  verdicts: from.list((): Verdict => ({ case: from.u16(), condition: from.u16(), holds: from.flag() })),
})
