import type { moneyEvents } from '../../events/money-events.ts'
import type { EventRecord } from '../../events/record.ts'
import { shortDay } from '../../time.ts'
import { money } from '../words.ts'
import { amount, credit, fund, invoice, left, payment, type Row, reason, rule, xdr } from './row.ts'

const allocated: Row = {
  tellsLeft: true,
  words: 'allocated to invoice left rule',
  source: (event, telling) => `allocation of ${fund(event, telling)} to ${invoice(event, telling)}`,
  tell: (event, telling) =>
    `${amount(event, telling)} of ${fund(event, telling)} allocated to ${invoice(event, telling)}${left(event, telling)}.${rule(event)}`,
}
const deallocated: Row = {
  tellsLeft: true,
  words: 'taken back from invoice left rule deallocated',
  source: (event, telling) => `deallocation of ${fund(event, telling)} from ${invoice(event, telling)}`,
  tell: (event, telling) =>
    `${amount(event, telling)} of ${fund(event, telling)} taken back from ${invoice(event, telling)}${left(event, telling)}.${rule(event)}`,
}
/** ", after the authorisation had ended on 3 Jan 2026": money that came late. */
const ended = ({ facts: { endedOn } }: EventRecord): string =>
  endedOn === undefined ? '' : `, after the authorisation had ended on ${shortDay(endedOn)}`
const refunded: Row = {
  words: 'of refunded reason refund',
  source: (event, telling) => `refund of ${fund(event, telling)}`,
  tell: (event, telling) =>
    `${amount(event, telling)} of ${fund(event, telling)} refunded${xdr(event)}.${reason(event, telling)}`,
}
const movedOut: Row = {
  words: 'of moved to customer reason move',
  source: ({ facts }) => `move to customer ${facts.counterparty}`,
  tell: (event, telling) =>
    `${amount(event, telling)} of ${fund(event, telling)} moved to customer ${event.facts.counterparty}${xdr(event)}.${reason(event, telling)}`,
}

/** How the events of payments, credits and credit notes are told. */
export const moneyRows: Readonly<Record<keyof typeof moneyEvents, Row>> = {
  payment_authorised: {
    words: 'payment of authorised pending until',
    source: () => 'authorisation of a payment',
    tell: (event, telling) => {
      const { expiresOn } = event.facts
      const until = expiresOn === undefined ? '' : `, until ${shortDay(expiresOn)}`
      return `Payment of ${amount(event, telling)} authorised${xdr(event)}${until}.`
    },
  },
  payment_settled: {
    words: 'payment settled with of authorised after the authorisation had ended',
    source: () => 'settlement of a payment',
    tell: (event, telling) =>
      `Payment ${telling.nameOf(event.subject)} settled with ${amount(event, telling)} of ${money(event.facts.released ?? 0n, telling)} authorised${xdr(event)}${ended(event)}.`,
  },
  authorisation_failed: {
    words: 'authorised payment of failed reason',
    source: (event, telling) => `failure of ${payment(event, telling)}`,
    tell: (event, telling) =>
      `Authorised payment ${telling.nameOf(event.subject)} of ${amount(event, telling)} failed.${reason(event, telling)}`,
  },
  payment_received: {
    words: 'payment of received customer',
    source: () => 'customer payment',
    tell: (event, telling) => `Payment of ${amount(event, telling)} received${xdr(event)}.`,
  },
  payment_allocated: allocated,
  payment_deallocated: deallocated,
  payment_failed: {
    words: 'payment failed taken back reason',
    source: (event, telling) => `failure of ${payment(event, telling)}`,
    tell: (event, telling) =>
      `Payment ${telling.nameOf(event.subject)} failed, ${amount(event, telling)} taken back${xdr(event)}.${reason(event, telling)}`,
  },
  payment_voided: {
    words: 'payment voided taken back reason',
    source: (event, telling) => `void of ${payment(event, telling)}`,
    tell: (event, telling) =>
      `Payment ${telling.nameOf(event.subject)} voided, ${amount(event, telling)} taken back${xdr(event)}.${reason(event, telling)}`,
  },
  payment_refunded: refunded,
  payment_charged_back: {
    words: 'payment charged back taken back chargeback reason',
    source: (event, telling) => `chargeback of ${payment(event, telling)}`,
    tell: (event, telling) =>
      `Payment ${telling.nameOf(event.subject)} charged back, ${amount(event, telling)} taken back${xdr(event)}.${reason(event, telling)}`,
  },
  chargeback_reversed: {
    words: 'chargeback of payment reversed is back again reason',
    source: (event, telling) => `reversal of the chargeback of ${payment(event, telling)}`,
    tell: (event, telling) =>
      `Chargeback of ${payment(event, telling)} reversed, ${amount(event, telling)} is back${xdr(event)}.${reason(event, telling)}`,
  },
  payment_moved_out: movedOut,
  credit_made: {
    words: 'credit of made from the negative total of invoice',
    source: (event, telling) => `negative total of ${invoice(event, telling)}`,
    tell: (event, telling) =>
      `Credit ${event.facts.id} of ${amount(event, telling)} made from the negative total of ${invoice(event, telling)}.`,
  },
  credit_note_issued: {
    words: 'credit note of issued on invoice reason',
    source: () => 'credit note',
    tell: (event, telling) => {
      const on = event.facts.invoice === undefined ? '' : ` on ${invoice(event, telling)}`
      return `Credit note ${event.facts.id} of ${amount(event, telling)} issued${on}${xdr(event)}.${reason(event, telling)}`
    },
  },
  credit_note_voided: {
    words: 'credit note voided taken back reason',
    source: (event, telling) => `void of credit note ${telling.nameOf(event.subject)}`,
    tell: (event, telling) =>
      `Credit note ${telling.nameOf(event.subject)} voided, ${amount(event, telling)} taken back${xdr(event)}.${reason(event, telling)}`,
  },
  credit_withdrawn: {
    words: 'of credit withdrawn with invoice which it came from',
    source: (event, telling) => `withdrawal of ${credit(event, telling)}`,
    tell: (event, telling) =>
      `${amount(event, telling)} of ${credit(event, telling)} withdrawn with ${invoice(event, telling)}, which it came from.`,
  },
  credit_allocated: allocated,
  credit_deallocated: deallocated,
  credit_refunded: refunded,
  credit_moved_out: movedOut,
  credit_moved_in: {
    words: 'moved in from customer as credit reason move',
    source: ({ facts }) => `move from customer ${facts.counterparty}`,
    tell: (event, telling) =>
      `${amount(event, telling)} moved in from customer ${event.facts.counterparty} as credit ${event.facts.id}${xdr(event)}.${reason(event, telling)}`,
  },
}
