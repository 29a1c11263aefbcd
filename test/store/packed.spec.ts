import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encode } from '../../src/engine/bytes/record-bytes.ts'
import type { EventRecord } from '../../src/engine/events/record.ts'
import { packed, unpacked } from '../../src/store/history/packed.ts'
import { recordRows, type SealedRecord } from '../../src/store/history/records.ts'
import { act, opened, pass, recordsOf } from '../memory/clerk.ts'

/** Canonical bytes as they are stored: without their zeros, and nothing else is taken for such bytes. */

const someBytes = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 400 })
  .map((bytes) => Uint8Array.from([1, ...bytes]))

test('what is packed is unpacked to the same bytes, and is never longer', () => {
  fc.assert(
    fc.property(someBytes, (bytes) => {
      const stored = packed(bytes)
      expect(stored.length).toBeLessThanOrEqual(bytes.length)
      expect(Buffer.compare(unpacked(stored), bytes)).toBe(0)
    }),
  )
})

test('bytes that stood there before, those without zeros and very long ones stand as they are', () => {
  const before = Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7])
  expect(unpacked(before)).toBe(before)
  for (const bytes of [new Uint8Array(100).fill(1), Uint8Array.from([1]), new Uint8Array(70_000).fill(1, 0, 1)])
    expect(packed(bytes)).toBe(bytes)
})

test('there is one packed form: whatever is changed in it comes to other bytes or is not unpacked', () => {
  fc.assert(
    fc.property(someBytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, change) => {
      const stored = packed(bytes)
      const forged = Uint8Array.from(stored)
      const at = place % forged.length
      forged[at] = (forged[at] ?? 0) ^ change
      expect(Buffer.compare(unpacked(forged), bytes)).not.toBe(0)
    }),
  )
  const stored = packed(Uint8Array.from([1, ...new Uint8Array(30)]))
  for (const other of [stored.subarray(0, -1), Uint8Array.from([...stored, 0])]) expect(unpacked(other)).toBe(other)
})

const count = fc.oneof(fc.nat(), fc.maxSafeInteger().map(Math.abs))
const micros = fc.oneof(fc.bigInt(-(2n ** 31n), 2n ** 31n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n))
const effect = fc.record({ before: micros, after: micros, beforeSeq: count })

/** The bytes of a charge of a bundle behind its first, whatever stands in them: near what it follows from, or far. */
const chargeBytes = fc
  .record({
    seq: count,
    eventId: fc.uuid(),
    rootSeq: count,
    parentSeq: count,
    late: fc.boolean(),
    effectiveAt: micros,
    recordedAt: micros,
    subject: count.map((no) => ({ kind: 'charge' as const, no })),
    charge: count.map((no) => ({ kind: 'charge' as const, no })),
    amount: micros,
    xdrId: micros,
    service: fc.string({ maxLength: 60 }),
    effect,
    balanceAfter: micros,
  })
  .map(({ charge, amount, xdrId, service, effect: moved, ...header }): Uint8Array => {
    const customer = { kind: 'customer', no: 0 } as const
    const effects = [{ figure: 'customer.charged', subject: customer, ...moved }] as const
    const facts = { charge, amount, xdrId, service }
    return encode({ kind: 'event', type: 'charge_booked', causes: [], digest: null, ...header, facts, effects })
  })

test('a charge is kept by what its numbers differ by, and is the same again', () => {
  fc.assert(
    fc.property(chargeBytes, (bytes) => {
      const stored = packed(bytes)
      expect(stored[0]).toBe(0xff)
      expect(stored.length).toBeLessThan(bytes.length)
      expect(Buffer.compare(unpacked(stored), bytes)).toBe(0)
    }),
  )
})

test('a charge has one such form: whatever is changed, added or cut off is another record or none', () => {
  fc.assert(
    fc.property(chargeBytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, change) => {
      const stored = packed(bytes)
      const forged = Uint8Array.from(stored)
      const at = place % forged.length
      forged[at] = (forged[at] ?? 0) ^ change
      const other = unpacked(forged)
      expect(Buffer.compare(other, bytes)).not.toBe(0)
      // what is unpacked at all would be packed so
      if (other !== forged && forged[0] === 0xff) expect(Buffer.compare(packed(other), forged)).toBe(0)
      for (const cut of [stored.subarray(0, -1), Uint8Array.from([...stored, 0]), stored.subarray(0, 5)])
        expect(unpacked(cut)).toBe(cut)
    }),
  )
})

test('bytes that differ from a charge where all charges are the same are packed as all are', () => {
  const [bytes] = fc.sample(chargeBytes, { numRuns: 1, seed: 7 })
  const whole = bytes ?? new Uint8Array(0)
  // version, kind, type, presence, kinds of refs, numbers of facts, the count of causes
  for (const at of [0, 2, 3, 4, 37, 71, 81, 83, 85, 95, 105, 107, 117, whole.length - 25]) {
    const other = Uint8Array.from(whole)
    other[at] = (other[at] ?? 0) ^ 2
    expect(packed(other)[0]).toBe(0)
    expect(Buffer.compare(unpacked(packed(other)), other)).toBe(0)
  }
})

test('a charge that was stored is read for ever', () => {
  const [no, rootSeq, customer] = [69_000, 69_998, { kind: 'customer', no: 0 } as const]
  const record = {
    ...({ kind: 'event', type: 'charge_booked', seq: 70_003, rootSeq, parentSeq: rootSeq, digest: null } as const),
    ...{ eventId: '0193a5e1-7b2c-7123-8abc-def012340005', late: true, causes: [] },
    ...{ subject: { kind: 'charge', no } as const, effectiveAt: 1_767_312_000_000_000n },
    recordedAt: 1_767_315_600_000_000n,
    facts: { charge: { kind: 'charge', no } as const, amount: 42_100n, xdrId: 1_000_012_345n, service: 'calls' },
    effects: [
      { figure: 'customer.charged', subject: customer, before: 5_000_000n, after: 5_042_100n, beforeSeq: 70_002 },
    ],
    balanceAfter: -3_000_005_042_100n,
  } satisfies EventRecord
  const stored = Buffer.from(STORED, 'hex')
  // the service as it is written, for who looks for words
  expect(stored.includes('calls')).toBe(true)
  expect(Buffer.compare(unpacked(stored), encode(record))).toBe(0)
  expect(Buffer.from(packed(encode(record))).toString('hex')).toBe(STORED)
})

const STORED =
  'ff31065523403011050222e6090574fc783f67283baec00001ad27480007d50148e87735f472989680010193a5e17b2c71238abcdef01234000563616c6c73'

test('the charges of a bundle take this form, all but the first', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  const usage = Array.from({ length: 5 }, () => ({ amount: 42_100n, service: 'calls' }))
  for (let bundle = 0; bundle < 2; bundle += 1) act(clerk, { op: 'book_usage', usage, left: [], currency: null })
  const stored = (recordsOf(clerk) as EventRecord[]).slice(-5).map((record) => packed(encode(record)))
  expect(stored.map(([lead]) => lead)).toEqual([0, 0xff, 0xff, 0xff, 0xff])
  for (const { length } of stored.slice(1)) expect(length).toBeLessThanOrEqual(60)
})

test('a row keeps its bytes, packed or not, when the next record is written where they stood', () => {
  const clerk = opened('2026-09-01')
  const [record] = recordsOf(clerk)
  if (record === undefined) throw new Error('nobody was opened')
  const place = new Uint8Array(4)
  const texts = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6, 7, 8), encode(record)]
  function* sealed(): Generator<SealedRecord, void> {
    for (const [no, text] of texts.entries()) {
      const canonical = no < 2 ? place : text
      if (no < 2) place.set(text)
      yield { record: record as EventRecord, canonical, hash: Uint8Array.of(no) }
    }
  }
  const rows = [...recordRows('C', sealed())]
  for (const [no, text] of texts.entries())
    expect(Buffer.compare(unpacked(rows[no]?.canonical as Uint8Array), text)).toBe(0)
})
