import { expect, test } from 'vitest'
import { type MessageKind, messageKinds } from '../../src/engine/policy/policy.ts'
import { letterOf, type Stated } from '../../src/service/letters/letter-of.ts'

const stated: Omit<Stated, 'template'> = {
  name: '<b>Jane & "Co"</b>',
  currency: 'USD',
  invoice: 'R-1001',
  payment: 'P-7',
  stated: 10_000_000n,
  statedDueOn: 20_741,
  statedOn: 20_745,
  statedSum: 12_340_000n,
}
const kinds = Object.keys(messageKinds) as MessageKind[]
const plain = (html: string): string =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))

test.each(kinds)('the %s says the same as text and as HTML, escaped, with every slot filled', (template) => {
  const { subject, text, html } = letterOf({ ...stated, template })
  const words = (from: string): string[] => from.split(/\s+/).filter((word) => word !== '')
  expect(words(plain(html))).toEqual(words(text))
  expect(html).not.toContain('<b>')
  expect(`${subject} ${text}`).not.toMatch(/undefined|null|NaN|\$\{/)
  expect(text).toMatch(/USD 1[02]\.(00|34)/)
})

test('a letter states what its record states: amount, invoice, due date', () => {
  const { subject, text } = letterOf({ ...stated, name: null, template: 'overdue_notice' })
  expect(subject).toBe('Invoice R-1001 is overdue')
  expect(text).toContain('Dear customer,\n\nUSD 10.00 of invoice R-1001 was due on 15 October 2026')
})

test('a record that does not state what the letter says is a bug, and no letter', () => {
  expect(() => letterOf({ ...stated, statedOn: null, template: 'suspension_notice' })).toThrow('Bug')
})
