import { formatAmount } from '../engine/money/amount.ts'
import { currencyDigits } from '../engine/money/currencies.ts'
import { longDay } from '../engine/time.ts'
import type { Delivery } from '../store/deliveries.ts'

/** A letter as it goes out. */
export type Letter = { readonly subject: string; readonly text: string }

/** The notice that an invoice is overdue, made of what the message's record states and of nothing newer. */
export function overdueNotice({ invoice, stated, statedDueOn, currency, name }: Delivery): Letter {
  const amount = `${currency} ${formatAmount(stated, currencyDigits(currency) ?? 2)}`
  return {
    subject: `Invoice ${invoice} is overdue`,
    text: [
      name === null ? 'Dear customer,' : `Dear ${name},`,
      `${amount} of invoice ${invoice} was due on ${longDay(statedDueOn)} and has not arrived yet.`,
      'If you have paid in the meantime, please disregard this notice.',
      'Kind regards',
    ].join('\n\n'),
  }
}
