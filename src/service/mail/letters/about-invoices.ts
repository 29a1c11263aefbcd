import { type Day, longDay } from '../../../engine/time.ts'
import { type Addressed, type Letter, letter } from './layout.ts'

/** What letters about an invoice state; amounts written with their currency. */
export type InvoiceSlots = Addressed & {
  readonly invoice: string
  readonly outstanding: string
  readonly dueOn: Day
}

/** What is stated of an invoice that was just issued; it may have no due date. */
export type IssuedSlots = Addressed & {
  readonly invoice: string
  readonly total: string
  readonly outstanding: string
  readonly dueOn: Day | null
}

/** Before the due date. */
export const reminder = ({ invoice, outstanding, dueOn, ...to }: InvoiceSlots): Letter =>
  letter(to, {
    subject: `Invoice ${invoice} is due soon`,
    paragraphs: [
      `${outstanding} of invoice ${invoice} is to be paid. It is due on ${longDay(dueOn)}.`,
      'If you have paid in the meantime, please disregard this reminder.',
    ],
  })

/** The invoice once more, after the due date. */
export const invoiceCopy = ({ invoice, outstanding, dueOn, ...to }: InvoiceSlots): Letter =>
  letter(to, {
    subject: `Invoice ${invoice} once more`,
    paragraphs: [
      `Invoice ${invoice} is open with ${outstanding}. It was due on ${longDay(dueOn)}.`,
      'If you have paid in the meantime, please disregard this letter.',
    ],
  })

/** The invoice has become overdue. */
export const overdueNotice = ({ invoice, outstanding, dueOn, ...to }: InvoiceSlots): Letter =>
  letter(to, {
    subject: `Invoice ${invoice} is overdue`,
    paragraphs: [
      `${outstanding} of invoice ${invoice} was due on ${longDay(dueOn)} and has not arrived yet.`,
      'If you have paid in the meantime, please disregard this notice.',
    ],
  })

/** The invoice was issued; money that was there already may have paid some of it. */
export const invoiceNotice = ({ invoice, total, outstanding, dueOn, ...to }: IssuedSlots): Letter =>
  letter(to, {
    subject: `Invoice ${invoice}`,
    paragraphs: [
      `Invoice ${invoice} over ${total} was issued; ${outstanding} is to be paid.`,
      ...(dueOn === null ? [] : [`It is due on ${longDay(dueOn)}.`]),
    ],
  })
