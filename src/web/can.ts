import type { CreditAnswer, CustomerAnswer, InvoiceAnswer, PaymentAnswer } from '../contract/answers.ts'
import type { Dials } from './client/queries.ts'
import { isNegative, isZero } from './ui/amount.ts'

/** Yes, or the reason why not, for the disabled button. */
export type May = { readonly yes: true } | { readonly yes: false; readonly reason: string }

const yes: May = { yes: true }

/** A reason why not, where it applies. */
type Hurdle = string | false
const unless = (...hurdles: readonly Hurdle[]): May => {
  const reason = hurdles.find((hurdle) => hurdle !== false)
  return typeof reason === 'string' ? { yes: false, reason } : yes
}

/** Does a page look at another day, or at what was known then? */
export const isDialled = (dials: Dials): boolean => dials.as_of !== undefined || dials.known_at !== undefined

const past = (dials: Dials): Hurdle =>
  isDialled(dials) && 'You are looking at another day. Go back to now to change something.'

/** Whether nothing above zero stands in a figure. */
const none = (amount: string | null | undefined): boolean => amount == null || isZero(amount) || isNegative(amount)

type On<T> = (of: T, dials: Dials) => May

const issued = (invoice: InvoiceAnswer): Hurdle => invoice.status === 'draft' && 'This is a draft. Issue it first.'
const notVoid = (invoice: InvoiceAnswer): Hurdle => invoice.status === 'void' && 'This invoice is void.'
const nothingOutstanding = (invoice: InvoiceAnswer): Hurdle =>
  none(invoice.figures.outstanding) && 'Nothing is outstanding on this invoice.'

const isDraft: On<InvoiceAnswer> = (of, dials) =>
  unless(past(dials), of.status !== 'draft' && 'This invoice is issued already.')
const isLive: On<InvoiceAnswer> = (of, dials) => unless(past(dials), issued(of), notVoid(of))

/** What can be done with an invoice. */
export const canInvoice = {
  adjust: isLive,
  addLine: isDraft,
  issue: isDraft,
  pay: (of, dials) => unless(past(dials), issued(of), nothingOutstanding(of)),
  credit: isLive,
  writeOff: (of, dials) => unless(past(dials), issued(of), nothingOutstanding(of)),
  undoWriteOff: (of, dials) => unless(past(dials), none(of.figures.written_off) && 'Nothing of it is written off.'),
  void: (of, dials) =>
    unless(past(dials), notVoid(of), !none(of.figures.written_off) && 'A part is written off. Undo that first.'),
  changeDue: isLive,
  dispute: isLive,
  stopCollection: isLive,
  resumeCollection: (of, dials) =>
    unless(past(dials), issued(of), notVoid(of), of.collection_status === 'collect' && 'Collection is not stopped.'),
  turnIntoCredit: isLive,
} as const satisfies Readonly<Record<string, On<InvoiceAnswer>>>

/** A payment that never came, or was taken back, is past allocating. */
const resolved = ({ status }: PaymentAnswer): Hurdle =>
  ['failed', 'expired', 'voided', 'charged_back'].includes(status) && `This payment is ${status.replace('_', ' ')}.`
const pending = ({ status }: PaymentAnswer): Hurdle =>
  status === 'pending' && 'This payment is pending. Settle it first.'
/** Money of an authorisation that has ended can come all the same. */
const notPending = ({ status }: PaymentAnswer): Hurdle =>
  !['pending', 'expired'].includes(status) && 'This payment is not pending.'
const noneFree = (free: string | null | undefined): Hurdle => none(free) && 'Nothing of it is unallocated.'
const noneAllocated = (rows: readonly unknown[]): Hurdle => rows.length === 0 && 'Nothing of it is allocated.'
const takenBack: On<PaymentAnswer> = (of, dials) => unless(past(dials), resolved(of))

/** What can be done with a payment. */
export const canPayment = {
  settle: (of, dials) => unless(past(dials), notPending(of)),
  fail: takenBack,
  void: takenBack,
  allocate: (of, dials) => unless(past(dials), resolved(of), pending(of), noneFree(of.figures.unallocated)),
  takeBack: (of, dials) => unless(past(dials), noneAllocated(of.allocations)),
  refund: (of, dials) =>
    unless(
      past(dials),
      resolved(of),
      pending(of),
      none(of.figures.unallocated) && of.allocations.length === 0 && 'Nothing of it is left to refund.',
    ),
  chargeBack: (of, dials) => unless(past(dials), resolved(of), pending(of)),
  reverse: (of, dials) => unless(past(dials), none(of.figures.charged_back) && 'This payment is not charged back.'),
} as const satisfies Readonly<Record<string, On<PaymentAnswer>>>

const noneRemains = (of: CreditAnswer): Hurdle => none(of.figures.remaining) && 'Nothing of it remains.'

/** What can be done with a credit. */
export const canCredit = {
  allocate: (of, dials) => unless(past(dials), noneRemains(of)),
  takeBack: (of, dials) => unless(past(dials), noneAllocated(of.allocations)),
  refund: (of, dials) => unless(past(dials), noneRemains(of)),
  void: (of, dials) => unless(past(dials), of.status === 'void' && 'This credit note is void.'),
} as const satisfies Readonly<Record<string, On<CreditAnswer>>>

const closed = (of: CustomerAnswer): Hurdle => of.status === 'closed' && 'This customer is closed.'
const isOpen: On<CustomerAnswer> = (of, dials) => unless(past(dials), closed(of))
const noFreeMoney = ({ figures }: CustomerAnswer): Hurdle =>
  none(figures.unallocated_payments) && none(figures.unallocated_credits) && 'There is no unallocated money.'

/** Statuses that setting a customer active undoes. */
const reopened: ReadonlySet<string> = new Set(['blocked', 'closed', 'provisionally_terminated'])

/** What can be done with a customer. */
export const canCustomer = {
  book: isOpen,
  note: (_of, dials) => unless(past(dials)),
  payOut: (of, dials) => unless(past(dials), noFreeMoney(of)),
  change: isOpen,
  block: (of, dials) => unless(past(dials), closed(of), of.status === 'blocked' && 'This customer is blocked already.'),
  reopen: (of, dials) =>
    unless(past(dials), !reopened.has(of.status) && 'This customer is neither blocked, closed nor terminated.'),
} as const satisfies Readonly<Record<string, On<CustomerAnswer>>>

/** What is open can be settled; a past day is only looked at. */
export const canDispute = (status: string, dials: Dials): May =>
  unless(past(dials), status !== 'open' && `This dispute is ${status} already.`)

/** Changing something that is not bound to how it stands. */
export const canChange = (dials: Dials): May => unless(past(dials))
