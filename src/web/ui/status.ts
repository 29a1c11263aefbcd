import {
  IconAlertCircle,
  IconAlertTriangle,
  IconArrowRight,
  IconBan,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCirclePause,
  IconCircleX,
  IconClock,
  IconReceiptRefund,
} from '@tabler/icons-react'
import { HalfCircle, type Icon } from './icons.tsx'

type InvoiceStatus = 'void' | 'draft' | 'written_off' | 'do_not_pay' | 'paid' | 'overdue' | 'partially_paid' | 'unpaid'
type PaymentStatus =
  | 'pending'
  | 'failed'
  | 'expired'
  | 'voided'
  | 'charged_back'
  | 'refunded'
  | 'moved'
  | 'allocated'
  | 'partially_allocated'
  | 'unallocated'
type CreditStatus = 'applied' | 'partially_applied' | 'open'
type DisputeStatus = 'open' | 'resolved' | 'rejected'
type CollectionStatus = 'collect' | 'do_not_collect'
type CustomerStatus =
  | 'closed'
  | 'blocked'
  | 'provisionally_terminated'
  | 'suspended'
  | 'service_limited'
  | 'suspension_delayed'
  | 'limitation_delayed'
  | 'credit_exceeded'
  | 'active'
type MessageState = 'queued' | 'sent' | 'not_sent' | 'withheld'

/** Every status of anything, as the wire names it. */
export type Status =
  | InvoiceStatus
  | PaymentStatus
  | CreditStatus
  | DisputeStatus
  | CollectionStatus
  | CustomerStatus
  | MessageState

export type Tone = 'neutral' | 'green' | 'amber' | 'red'

type Look = { readonly word: string; readonly tone: Tone; readonly icon: Icon }

const look = (word: string, tone: Tone, icon: Icon): Look => ({ word, tone, icon })

/** Word, colour and icon of every status; a status without a look does not compile. */
const looks: Readonly<Record<Status, Look>> = {
  void: look('Void', 'neutral', IconCircleX),
  draft: look('Draft', 'neutral', IconCircleDashed),
  written_off: look('Written off', 'neutral', IconCircleMinus),
  do_not_pay: look('Do not pay', 'neutral', IconCircleMinus),
  paid: look('Paid', 'green', IconCircleCheck),
  overdue: look('Overdue', 'red', IconAlertCircle),
  partially_paid: look('Partially paid', 'amber', HalfCircle),
  unpaid: look('Unpaid', 'neutral', IconCircle),
  pending: look('Pending', 'neutral', IconClock),
  failed: look('Failed', 'red', IconCircleX),
  expired: look('Expired', 'neutral', IconClock),
  voided: look('Voided', 'neutral', IconCircleX),
  charged_back: look('Charged back', 'red', IconReceiptRefund),
  refunded: look('Refunded', 'neutral', IconReceiptRefund),
  moved: look('Moved', 'neutral', IconArrowRight),
  allocated: look('Allocated', 'green', IconCircleCheck),
  partially_allocated: look('Partially allocated', 'amber', HalfCircle),
  unallocated: look('Unallocated', 'neutral', IconCircle),
  applied: look('Applied', 'green', IconCircleCheck),
  partially_applied: look('Partially applied', 'amber', HalfCircle),
  open: look('Open', 'neutral', IconCircle),
  resolved: look('Resolved', 'green', IconCircleCheck),
  rejected: look('Rejected', 'neutral', IconCircleX),
  collect: look('Collect', 'neutral', IconCircle),
  do_not_collect: look('Do not collect', 'neutral', IconCircleMinus),
  closed: look('Closed', 'neutral', IconCircleX),
  blocked: look('Blocked', 'red', IconBan),
  provisionally_terminated: look('Provisionally terminated', 'red', IconCircleX),
  suspended: look('Suspended', 'red', IconCirclePause),
  service_limited: look('Service limited', 'amber', IconAlertTriangle),
  suspension_delayed: look('Suspension delayed', 'amber', IconClock),
  limitation_delayed: look('Limitation delayed', 'amber', IconClock),
  credit_exceeded: look('Credit exceeded', 'amber', IconAlertTriangle),
  active: look('Active', 'green', IconCircleCheck),
  queued: look('Queued', 'neutral', IconClock),
  sent: look('Sent', 'green', IconCircleCheck),
  not_sent: look('Not sent', 'amber', IconAlertTriangle),
  withheld: look('Withheld', 'neutral', IconBan),
}

const isStatus = (code: string): code is Status => Object.hasOwn(looks, code)

/** A code in plain words: `partially_paid` is "Partially paid". */
export const plainWords = (code: string): string => {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The look of a status; a code that a newer server knows is still readable. */
export const lookOf = (code: string): Look =>
  isStatus(code) ? looks[code] : look(plainWords(code), 'neutral', IconCircleDashed)
