import { expect, test } from 'vitest'
import type { BookingCircumstances } from '../../src/engine/asked/circumstances.ts'
import { book } from '../../src/engine/booking/book.ts'
import { decode, encode, formVersion, hashInput, noHash } from '../../src/engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { draftsOf } from '../../src/engine/replay/drafts.ts'
import { blankCustomer } from '../../src/engine/state/customer.ts'
import { sha256 } from '../memory/ledger.ts'
import golden from './golden.records.json' with { type: 'json' }
import goldenBefore from './golden.rules-1.records.json' with { type: 'json' }
import golden2 from './golden.rules-2.json' with { type: 'json' }
import { histories, threeMovers } from './golden-history.ts'

// Records are for ever: what these files hold was written by the first version of the form and must be read and written
// so by every later one. A test that fails here is no reason to renew a file, but to give the form or the rules a new
// version; then what older rules wrote stays in a file of its own.
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

type Line = { readonly type: string; readonly bytes: string; readonly hash: string }

function linesOf(records: readonly LedgerRecord[]): Line[] {
  let last = noHash
  return records.map((record) => {
    last = sha256(hashInput(last, encode(record)))
    return { type: record.type, bytes: hex(encode(record)), hash: hex(last) }
  })
}

const names = Object.keys(histories) as (keyof typeof histories)[]

test.each(names)('the records of the %s history have their bytes and hashes', (name) => {
  expect(linesOf(histories[name]())).toEqual(golden[name])
})

test.each(names)('the stored bytes of the %s history are read as its records', (name) => {
  expect(golden[name].map((line) => decode(bytesOf(line.bytes)))).toEqual(histories[name]())
})

test.each(names)('the bytes of the %s history by rules 1 are still read, and written so again', (name) => {
  expect(goldenBefore[name].map((line) => hex(encode(decode(bytesOf(line.bytes)))))).toEqual(
    goldenBefore[name].map((line) => line.bytes),
  )
})

test.each(Object.keys(golden2) as (keyof typeof golden2)[])(
  'the %s history by rules 2 is booked again byte for byte',
  (name) => {
    let customer = blankCustomer(golden2[name].customer)
    for (const { given, records: lines } of golden2[name].operations) {
      const records = lines.map((line) => decode(bytesOf(line.bytes)))
      const booking = book({ ...customer, rules: 2 }, draftsOf(records), circumstancesOf(given))
      expect(booking.ok && booking.records.map((record) => hex(encode(record)))).toEqual(
        lines.map((line) => line.bytes),
      )
      if (booking.ok) customer = booking.customer
    }
  },
)

type Given = (typeof golden2)['plain']['operations'][number]['given']

const circumstancesOf = (given: Given): BookingCircumstances => ({
  operationId: given.operationId,
  recordedAt: BigInt(given.recordedAt),
  effectiveAt: BigInt(given.effectiveAt),
  effectiveOn: given.effectiveOn,
  clock: {
    now: BigInt(given.clock.now),
    today: given.clock.today,
    mail: given.clock.mail === 'send' ? 'send' : 'withhold',
  },
  digest: bytesOf(given.digest),
  latestOn: given.latestOn,
})

test('they hold a late record, an erased text, a sum with three movers, set values', () => {
  const all = names.flatMap((name) => golden[name].map((line) => decode(bytesOf(line.bytes))))
  const effects = all.flatMap((record) => (record.kind === 'event' ? record.effects : []))
  expect(all.some((record) => record.late && record.type === 'payment_received')).toBe(true)
  expect(all.some((record) => record.type === 'text_erased')).toBe(true)
  expect(all.some((record) => record.kind === 'change' && record.operands.length === 4)).toBe(true)
  expect(effects.map((effect) => effect.figure)).toEqual(
    expect.arrayContaining(['invoice.due_on', 'customer.permanent_limit', 'customer.today', 'invoice.to_credit']),
  )
  expect(all.map((record) => record.type)).toEqual(
    expect.arrayContaining(['message_withheld', 'status_changed', 'credit_allocated', 'clock_joined', 'note_added']),
  )
})

test('the bytes of a change are its fields, one behind the other', () => {
  const u16 = (value: number): string => value.toString(16).padStart(4, '0')
  const u64 = (value: number | bigint): string => BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, '0')
  const customer = u16(0) + u64(0)
  const invoice = (no: number): string => u16(1) + u64(no)
  const operand = (figure: number, subject: string, value: number, seq: number): string =>
    u16(figure) + subject + u64(value) + u64(seq)
  const fields = [
    '01',
    u16(2),
    u16(1),
    u64(4711),
    '01939f6a7b007c3d8e4f0123456789ab',
    u64(4700),
    '01',
    u64(4708),
    u64(1_790_812_800_000_000n),
    u64(1_790_812_800_000_001n),
    customer,
    u16(2),
    u16(5) + u64(12) + u16(0),
    u16(1) + u64(3) + u16(9) + hex(new TextEncoder().encode('~operator')),
    u16(142),
    `01${u64(105_000_000)}${u64(52_500_000)}${u64(4001)}`,
    u16(4),
    operand(142, customer, 105_000_000, 4001),
    operand(100, invoice(1), -50_000_000, 4702),
    operand(100, invoice(2), -35_000_000, 4705),
    operand(100, invoice(3), 32_500_000, 4708),
    u16(0),
  ]
  expect(hex(encode(threeMovers))).toBe(fields.join(''))
})

test('a hash is taken over the version, the hash before and the bytes', () => {
  const input = hashInput(new Uint8Array(32).fill(1), Uint8Array.of(2, 3))
  expect(hex(input)).toBe(`01${'01'.repeat(32)}0203`)
  expect(formVersion).toBe(1)
})

test.each(names)('a flipped byte anywhere in the %s history changes the hash, and says something else', (name) => {
  const unnoticed: string[] = []
  let before = noHash
  for (const line of golden[name]) {
    const bytes = bytesOf(line.bytes)
    for (let at = 0; at < bytes.length * 2; at += 1) {
      const flipped = bytes.slice()
      flipped[at >> 1] = (bytes[at >> 1] ?? 0) ^ (at % 2 === 0 ? 0x01 : 0x80)
      const isSame = hex(sha256(hashInput(before, flipped))) === line.hash || readAgain(flipped) === line.bytes
      if (isSame) unnoticed.push(`${line.type}, byte ${at >> 1}`)
    }
    before = bytesOf(line.hash)
  }
  expect(unnoticed).toEqual([])
})

/** The bytes of what is read from bytes; empty where they cannot be read. */
function readAgain(bytes: Uint8Array): string {
  try {
    return hex(encode(decode(bytes)))
  } catch {
    return ''
  }
}

test('bytes that are cut off, go on, or are of another version are refused', () => {
  const bytes = encode(threeMovers)
  for (const length of [0, 1, 20, bytes.length - 1]) expect(() => decode(bytes.slice(0, length))).toThrow()
  expect(() => decode(Uint8Array.of(...bytes, 0))).toThrow('go on')
  expect(() => decode(Uint8Array.of(2, ...bytes.slice(1)))).toThrow('canonical form 2')
})
