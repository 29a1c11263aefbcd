import type { Person } from './scenario.ts'

const strip = (text: string | undefined, before: string): string | null =>
  text === undefined ? null : text.slice(before.length)

/** Reads "John Doe, USD, America/New_York, credit limit 500.00, prepaid, class gold, mail goes out, john@example.com". */
export function parseCustomer(text: string): Person {
  const [name, currency, ...rest] = text.split(', ')
  if (name === undefined || currency === undefined) throw new Error('a customer has a name and a currency')
  const beginning = (words: string): string | undefined => rest.find((one) => one.startsWith(words))
  const [limit, ofClass] = [beginning('credit limit '), beginning('class ')]
  const words = ['UTC', 'prepaid', 'mail goes out', limit, ofClass]
  const strange = rest.find((one) => !one.includes('@') && !one.includes('/') && !words.includes(one))
  if (strange !== undefined) throw new Error(`"${strange}" is no zone, address, class or credit limit`)
  return {
    name,
    currency,
    timeZone: rest.find((one) => one.includes('/')) ?? 'UTC',
    email: rest.find((one) => one.includes('@')) ?? null,
    creditLimit: strip(limit, 'credit limit '),
    billing: rest.includes('prepaid') ? 'prepaid' : 'postpaid',
    class: strip(ofClass, 'class '),
    mail: rest.includes('mail goes out') ? 'send' : 'withhold',
  }
}
