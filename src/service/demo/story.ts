import { type Instant, instantFromText } from '../../engine/time.ts'
import { billingRun, gateway, maria, mediation } from './history/callers.ts'
import { type Planned, performedNow, planned, type Tale } from './history/planned.ts'

/** The clock of the story. */
export const storyClock = 'demo-story'

const JOHN = '10042'
const INVOICE = '2026-09-001'
const CASE = 'CRM case 8841'

/** A moment in New York in September and October 2026, when its clocks are four hours behind UTC. */
function inNewYork(text: string): Instant {
  const at = instantFromText(`${text}:00-04:00`)
  if (at === undefined) throw new Error(`Bug: ${text} is no moment`)
  return at
}

const charges = [
  ['09-01T09:05', '35.00', 'subscription', 'Mobile Plus, September'],
  ['09-02T20:14', '2.40', 'calls', 'Calls, 24 minutes'],
  ['09-05T11:31', '1.15', 'messages', 'Messages, 23'],
  ['09-08T18:02', '3.05', 'calls', 'Calls, 31 minutes'],
  ['09-12T08:47', '18.60', 'roaming', 'Roaming data, 310 MB in Portugal'],
  ['09-13T21:20', '15.40', 'roaming', 'Roaming data, 257 MB in Portugal'],
  ['09-14T16:55', '11.00', 'roaming', 'Roaming calls, 22 minutes in Portugal'],
  ['09-17T12:10', '2.60', 'calls', 'Calls, 26 minutes'],
  ['09-20T09:33', '0.90', 'messages', 'Messages, 18'],
  ['09-23T19:41', '4.10', 'calls', 'Calls, 41 minutes'],
  ['09-26T22:08', '3.30', 'data', 'Data above the allowance, 330 MB'],
  ['09-29T17:26', '2.50', 'calls', 'Calls, 25 minutes'],
] as const

const opening = planned(inNewYork('2026-09-01T09:00'), {
  op: 'open_customer',
  customerId: JOHN,
  body: {
    customer_id: JOHN,
    name: 'John Doe',
    email: 'john.doe@example.com',
    currency: 'USD',
    time_zone: 'America/New_York',
    billing: 'postpaid',
    class: 'consumer',
    credit_limit: '500.00',
    clock: storyClock,
  },
  caller: maria,
  key: 'demo story opening',
})

const booked = charges.map(([at, amount, service, description], no) =>
  planned(inNewYork(`2026-${at}`), {
    op: 'book_charge',
    customerId: JOHN,
    body: { amount, service, description },
    caller: mediation,
    key: `demo story charge ${no + 1}`,
  }),
)

const disputed: readonly Planned[] = [
  planned(inNewYork('2026-09-30T23:59'), {
    op: 'issue_invoice',
    customerId: JOHN,
    body: {
      invoice: INVOICE,
      charges: 'unbilled',
      period: { from: '2026-09-01', to: '2026-09-30' },
      issued_on: '2026-09-30',
      due_on: '2026-10-15',
    },
    caller: billingRun,
    key: 'demo story invoice',
  }),
  planned(inNewYork('2026-10-02T10:14'), {
    op: 'add_note',
    customerId: JOHN,
    body: {
      text: 'Disputes the roaming charges, 45.00: the travel pass was sold as including Portugal. Agreed to take off 30.00.',
      subject: `invoice:${INVOICE}`,
      kind: 'dispute',
      agreed: '30.00',
      reference: CASE,
    },
    caller: maria,
    key: 'demo story dispute',
  }),
  planned(inNewYork('2026-10-02T10:31'), {
    op: 'adjust_invoice',
    customerId: JOHN,
    body: { invoice: INVOICE, amount: '-30.00', reason: 'disputed roaming charges', reference: CASE },
    caller: maria,
    key: 'demo story adjustment',
  }),
  planned(inNewYork('2026-10-10T14:07'), {
    op: 'receive_payment',
    customerId: JOHN,
    body: { amount: '60.00', payment_id: 'P-1180', method: 'card', xdr_id: '2204', allocate: 'oldest_first' },
    caller: gateway,
    key: 'demo story payment',
  }),
]

const WORDING = '10043'

const wording: readonly Planned[] = [
  planned(inNewYork('2026-10-02T10:20'), {
    op: 'open_customer',
    customerId: WORDING,
    body: {
      customer_id: WORDING,
      name: 'Rosalind Achterberg',
      email: 'rosalind.achterberg@example.com',
      currency: 'USD',
      time_zone: 'America/New_York',
      billing: 'postpaid',
      class: 'consumer',
      clock: storyClock,
    },
    caller: maria,
    key: 'demo wording opening',
  }),
  planned(inNewYork('2026-10-06T11:20'), {
    op: 'receive_payment',
    customerId: WORDING,
    body: { amount: '10.00', payment_id: 'P-1171', method: 'card', xdr_id: '2203', allocate: 'none' },
    caller: gateway,
    key: 'demo wording first payment',
  }),
  planned(inNewYork('2026-10-08T15:42'), {
    op: 'receive_payment',
    customerId: WORDING,
    body: { amount: '60.00', payment_id: 'P-1176', method: 'card', xdr_id: '2204', allocate: 'none' },
    caller: gateway,
    key: 'demo wording second payment',
  }),
]

const called = (customerId: string, text: string) =>
  performedNow({
    op: 'add_note',
    customerId,
    body: { text, kind: 'note' },
    caller: maria,
    key: `demo call ${customerId}`,
  })

const inOrder = (plan: readonly Planned[]): Planned[] =>
  [...plan].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))

/** Few moves of the clock are enough, for each is on record: what happens on a day is performed at its end. */
const stops = ['09-30T23:59', '10-02T10:31', '10-08T15:42', '10-10T14:07'].map((text) => inNewYork(`2026-${text}`))

/** John Doe's ten dollars, and the customer whose unallocated payments go from 10.00 to 70.00. Its clock sends mail. */
export const story: Tale = {
  title: 'the story of John Doe',
  clock: storyClock,
  mail: 'send',
  from: inNewYork('2026-09-01T09:00'),
  terms: [],
  plan: inOrder([opening, ...booked, ...disputed, ...wording]),
  stop: (at) => stops.find((stop) => stop >= at) ?? at,
  until: inNewYork('2026-10-16T06:05'),
  today: () => [
    called(JOHN, 'Called: he will pay the 10.00 that are left by card.'),
    called(WORDING, 'Asked what her two payments are for; to be allocated when the first invoice is issued.'),
  ],
}
