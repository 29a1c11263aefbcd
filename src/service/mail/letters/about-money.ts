import { type Addressed, type Letter, letter } from './layout.ts'

/** What a receipt states; the amount is written with its currency. */
export type PaymentSlots = Addressed & { readonly payment: string; readonly amount: string }

/** What the warning of the credit limit states; amounts written with their currency. */
export type LimitSlots = Addressed & { readonly balance: string; readonly limit: string }

/** A payment has arrived. */
export const paymentReceipt = ({ payment, amount, ...to }: PaymentSlots): Letter =>
  letter(to, {
    subject: `We have received ${amount}`,
    paragraphs: [`We have received your payment ${payment} of ${amount}. Thank you.`],
  })

/** The balance has come to so many percent of the limit, or beyond it. */
export const creditLimitWarning = ({ balance, limit, ...to }: LimitSlots): Letter =>
  letter(to, {
    subject: 'Your credit limit',
    paragraphs: [`Your balance has reached ${balance}. Your credit limit is ${limit}.`],
  })
