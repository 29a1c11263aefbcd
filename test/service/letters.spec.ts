import { expect, test } from 'vitest'
import { type MessageKind, messageKinds } from '../../src/engine/policy/policy.ts'
import { letterOf, type Stated } from '../../src/service/mail/letters/letter-of.ts'
import { wordsOf } from './mime.ts'

/** Letters as functions of what a message's record states. */

const stated: Omit<Stated, 'template'> = {
  name: '<b>&"',
  currency: 'USD',
  invoice: 'R-1001',
  payment: 'P-7',
  stated: 10_000_000n,
  statedDueOn: 20_741,
  statedOn: 20_745,
  statedSum: 12_340_000n,
}
const kinds = Object.keys(messageKinds) as MessageKind[]
const amountsIn = (words: string): string[] => words.match(/[A-Z]{3} -?\d+(\.\d+)?/g) ?? []

test.each(kinds)('the %s says the same as text and as HTML, escaped, with every slot filled', (template) => {
  const { subject, text, html } = letterOf({ ...stated, template })
  expect(wordsOf(html)).toEqual(text.split(/\s+/))
  expect(amountsIn(text).length).toBeGreaterThan(0)
  expect(amountsIn(wordsOf(html).join(' '))).toEqual(amountsIn(text))
  expect(text).toContain('Dear <b>&",')
  expect(html).toContain('Dear &#60;b&#62;&#38;&#34;,')
  expect(`${subject} ${text} ${html}`).not.toMatch(/undefined|null|NaN|\$\{|\[object/)
})

test.each(kinds)('the %s is made of what its record states: whatever it says changes with that', (template) => {
  const at = (one: Partial<Stated>): string => JSON.stringify(letterOf({ ...stated, ...one, template }))
  const others: Partial<Stated>[] = [{ stated: 1n }, { statedSum: 1n }, { statedDueOn: 1 }, { statedOn: 1 }]
  const differing = others.filter((one) => at(one) !== at({})).map((one) => Object.keys(one)[0])
  expect(differing).toEqual(saying[template])
})

const aboutInvoice = ['stated', 'statedDueOn']
const aboutStage = ['statedSum', 'statedOn']
const saying: Readonly<Record<MessageKind, readonly string[]>> = {
  reminder: aboutInvoice,
  invoice_copy: aboutInvoice,
  overdue_notice: aboutInvoice,
  invoice_notice: ['stated', 'statedSum', 'statedDueOn'],
  limitation_warning: aboutStage,
  limitation_notice: aboutStage,
  suspension_warning: aboutStage,
  suspension_notice: aboutStage,
  termination_warning: aboutStage,
  termination_notice: aboutStage,
  payment_receipt: ['stated'],
  credit_limit_warning: ['stated', 'statedSum'],
}

test('amounts have the digits of their currency', () => {
  const written = (currency: string) =>
    amountsIn(letterOf({ ...stated, currency, template: 'credit_limit_warning' }).text)
  expect(written('USD')).toEqual(['USD 10.00', 'USD 12.34'])
  expect(written('JPY')).toEqual(['JPY 10', 'JPY 12.34'])
  expect(written('KWD')).toEqual(['KWD 10.000', 'KWD 12.340'])
})

test('a letter to somebody without a name, or about an invoice without a due date, leaves that out', () => {
  const { text } = letterOf({ ...stated, name: null, statedDueOn: null, template: 'invoice_notice' })
  expect(text).toBe(
    'Dear customer,\n\nInvoice R-1001 over USD 12.34 was issued; USD 10.00 is to be paid.\n\nKind regards',
  )
})

test('a record that does not state what the letter says is a bug, and no letter', () => {
  expect(() => letterOf({ ...stated, statedOn: null, template: 'suspension_notice' })).toThrow('Bug')
  expect(() => letterOf({ ...stated, invoice: null, template: 'reminder' })).toThrow('Bug')
})
