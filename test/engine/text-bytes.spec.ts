import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromUtf8, utf8, uuidBytes, uuidText } from '../../src/engine/bytes/text.ts'

test('text and its UTF-8 are those of the platform, and lead back to each other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8(text)).toEqual(new Uint8Array(new TextEncoder().encode(text)))
      expect(fromUtf8(utf8(text))).toBe(text)
    }),
    { seed: 7 },
  )
  expect(() => fromUtf8(Uint8Array.of(0xc3, 0x41))).toThrow('UTF-8')
})

test('a UUID and its bytes lead back to each other; another writing is a bug', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(uuidText(uuidBytes(uuid))).toBe(uuid)
      expect([...uuidBytes(uuid)].map((byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(
        uuid.replaceAll('-', ''),
      )
    }),
    { seed: 7 },
  )
  const right = '01939f6a-7b00-7c3d-8e4f-0123456789ab'
  for (const wrong of ['', right.toUpperCase(), right.replaceAll('-', ''), `${right}0`, right.slice(1)])
    expect(() => uuidBytes(wrong)).toThrow('UUID')
  for (const at of Array.from(right).keys())
    for (const other of ['g', '/', ':', '`', '@', ' ', 'é', right[at] === '-' ? '0' : '-'])
      expect(() => uuidBytes(right.slice(0, at) + other + right.slice(at + 1))).toThrow('UUID')
})
