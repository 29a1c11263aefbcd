import type { MessageKind } from '../../engine/policy/policy.ts'
import { type Day, longDay } from '../../engine/time.ts'
import type { Content } from './layout.ts'

/** About an invoice; amounts written with their currency. */
export type InvoiceSlots = { readonly invoice: string; readonly outstanding: string; readonly dueOn: Day | null }
/** About an invoice that was just issued. */
export type IssuedSlots = InvoiceSlots & { readonly total: string }
/** About a step of collection that is coming or was taken; `overdue` is what is collectible of all invoices. */
export type StageSlots = { readonly overdue: string; readonly on: Day }
export type PaymentSlots = { readonly payment: string; readonly amount: string }
export type LimitSlots = { readonly balance: string; readonly limit: string }

/** The slots that each kind of message needs; a template that is handed others does not compile. */
export type Slots = {
  readonly reminder: InvoiceSlots
  readonly invoice_copy: InvoiceSlots
  readonly overdue_notice: InvoiceSlots
  readonly limitation_warning: StageSlots
  readonly limitation_notice: StageSlots
  readonly suspension_warning: StageSlots
  readonly suspension_notice: StageSlots
  readonly termination_warning: StageSlots
  readonly termination_notice: StageSlots
  readonly payment_receipt: PaymentSlots
  readonly invoice_notice: IssuedSlots
  readonly credit_limit_warning: LimitSlots
}

const paidMeanwhile = 'If you have paid in the meantime, please disregard this message.'

const warning =
  (what: string, subject: string) =>
  ({ overdue, on }: StageSlots): Content => ({
    subject,
    paragraphs: [`${overdue} is overdue. Without your payment ${what} on ${longDay(on)}.`, paidMeanwhile],
  })

const notice =
  (what: string, subject: string) =>
  ({ overdue, on }: StageSlots): Content => ({
    subject,
    paragraphs: [
      `${overdue} is overdue. Since ${longDay(on)} ${what}.`,
      'This ends as soon as the amount has arrived.',
      paidMeanwhile,
    ],
  })

const dueWords = (dueOn: Day | null): string => (dueOn === null ? '' : ` It is due on ${longDay(dueOn)}.`)

/** Every letter that goes to a customer, by the kind of its message. */
export const templates: { readonly [K in MessageKind]: (slots: Slots[K]) => Content } = {
  reminder: ({ invoice, outstanding, dueOn }) => ({
    subject: `Invoice ${invoice} is due soon`,
    paragraphs: [`${outstanding} of invoice ${invoice} is to be paid.${dueWords(dueOn)}`, paidMeanwhile],
  }),
  invoice_copy: ({ invoice, outstanding, dueOn }) => ({
    subject: `Invoice ${invoice} once more`,
    paragraphs: [`Invoice ${invoice} is open with ${outstanding}.${dueWords(dueOn)}`, paidMeanwhile],
  }),
  overdue_notice: ({ invoice, outstanding, dueOn }) => ({
    subject: `Invoice ${invoice} is overdue`,
    paragraphs: [
      `${outstanding} of invoice ${invoice} was due on ${dueOn === null ? 'its day' : longDay(dueOn)} and has not arrived yet.`,
      'If you have paid in the meantime, please disregard this notice.',
    ],
  }),
  limitation_warning: warning('your services will be limited', 'Your services will be limited'),
  limitation_notice: notice('your services are limited', 'Your services are limited'),
  suspension_warning: warning('your services will be suspended', 'Your services will be suspended'),
  suspension_notice: notice('your services are suspended', 'Your services are suspended'),
  termination_warning: warning('your contract will be terminated', 'Your contract will be terminated'),
  termination_notice: ({ overdue, on }) => ({
    subject: 'Your contract is terminated',
    paragraphs: [
      `${overdue} is overdue. On ${longDay(on)} your contract was provisionally terminated.`,
      'Please call us if you want it to go on.',
    ],
  }),
  payment_receipt: ({ payment, amount }) => ({
    subject: `We have received ${amount}`,
    paragraphs: [`We have received your payment ${payment} of ${amount}. Thank you.`],
  }),
  invoice_notice: ({ invoice, total, outstanding, dueOn }) => ({
    subject: `Invoice ${invoice}`,
    paragraphs: [`Invoice ${invoice} over ${total} was issued; ${outstanding} is to be paid.${dueWords(dueOn)}`],
  }),
  credit_limit_warning: ({ balance, limit }) => ({
    subject: 'Your credit limit is nearly reached',
    paragraphs: [`Your balance has reached ${balance}; your credit limit is ${limit}.`],
  }),
}
