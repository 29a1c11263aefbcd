import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packed, unpacked } from '../../src/store/history/packed.ts'

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
