import type { Ref } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import type { Day, Instant } from '../time.ts'

/** Text that stands outside the hash: named by id, held by the hash of its salt and body (3-records 3.5). */
export type TextRef = { readonly textId: string; readonly hash: Uint8Array }

/** What may stand in a slot of a record, by type of slot. */
export type SlotValue = {
  amount: Micros
  integer: bigint
  day: Day
  instant: Instant
  code: Code
  id: string
  ref: Ref
  text: TextRef
  uuid: string
  /** 32 bytes */
  hash: Uint8Array
  ranges: readonly (readonly [number, number])[]
  /** parts of a total with their days */
  installments: readonly { readonly dueOn: Day; readonly amount: Micros }[]
  /** amounts for some invoices */
  shares: readonly { readonly invoice: Ref; readonly amount: Micros }[]
}

/** Codes that facts may hold, with their numbers in canonical bytes; never reused. */
export const codes = {
  postpaid: 1,
  prepaid: 2,
  oldest_first: 10,
  chosen: 11,
  by_hand: 12,
  automatic: 13,
  adjustment_release: 14,
  none: 15,
  hold: 16,
  note: 20,
  dispute: 21,
  overdue_notice: 30,
  clock_withholds: 40,
  history: 41,
  no_address: 42,
  no_mail_server: 43,
  mail_server_refused: 44,
  mail_server_unreachable: 45,
  no_longer_true: 46,
  address_erased: 47,
  send: 50,
  withhold: 51,
  done: 60,
  failed: 61,
  collection: 70,
  import: 71,
  administrator: 80,
  support: 81,
  auditor: 82,
  integration: 83,
  chargeback: 90,
  chargeback_reversed: 91,
  payment_voided: 92,
  payment_failed: 93,
  refund: 94,
  credit_note: 95,
  credit_note_voided: 96,
  invoice_voided: 97,
  recovery: 98,
  adjustment: 99,
  settled: 100,
  moved: 101,
  credit_withdrawn: 102,
  restored: 103,
  manual: 110,
  promotional: 111,
  negative_invoice: 112,

  unbilled: 120,
  named: 121,
  reminder: 130,
  invoice_copy: 131,
  limitation_warning: 132,
  limitation_notice: 133,
  suspension_warning: 134,
  suspension_notice: 135,
  termination_warning: 136,
  termination_notice: 137,
  payment_receipt: 138,
  invoice_notice: 139,
  credit_limit_warning: 140,
  late_fee: 150,
  limitation: 151,
  suspension: 152,
  termination: 153,

  in_dispute: 160,
  covered_by_free_money: 161,
  below_threshold: 162,
  below_minimum: 163,
  lifted: 164,
  stopped_by_hand: 165,
  already_sent: 166,
  not_wanted: 167,

  adjusted: 170,
  rejected: 171,
  cancelled: 172,
  advance: 180,
  billing: 181,
  policy: 182,
  join: 183,
  covered_by_pending_money: 190,
  in_force: 191,
  owed_again: 192,
  sparing_over: 193,
  nothing_overdue: 194,
  stage_moved: 195,
  stage_reached: 196,
  part_reopened: 197,
  day_had_passed: 198,
  customer_closed: 199,
  books_closed: 220,
  owes_less: 210,
  money_short: 211,
  as_found: 240,
  let_go_after_restore: 241,
} as const
export type Code = keyof typeof codes

/** The slots of facts: number and type, for ever. */
export const slots = {
  amount: [1, 'amount'],
  xdrId: [2, 'integer'],
  invoice: [3, 'ref'],
  payment: [4, 'ref'],
  credit: [5, 'ref'],
  allocation: [6, 'ref'],
  charge: [7, 'ref'],
  id: [8, 'id'],
  name: [9, 'text'],
  email: [10, 'text'],
  currency: [11, 'id'],
  timeZone: [12, 'id'],
  billing: [13, 'code'],
  class: [14, 'id'],
  clock: [15, 'id'],
  creditLimit: [16, 'amount'],
  service: [17, 'id'],
  description: [18, 'text'],
  reason: [19, 'text'],
  issuedOn: [20, 'day'],
  dueOn: [21, 'day'],
  periodFrom: [22, 'day'],
  periodTo: [23, 'day'],
  charges: [24, 'ranges'],
  rule: [25, 'code'],
  method: [26, 'id'],
  note: [27, 'text'],
  noteKind: [28, 'code'],
  about: [29, 'ref'],
  agreed: [30, 'amount'],
  day: [31, 'day'],
  textId: [32, 'uuid'],
  rules: [33, 'integer'],
  template: [34, 'code'],
  to: [35, 'text'],
  stated: [36, 'amount'],
  messageSeq: [37, 'integer'],
  because: [38, 'code'],
  detail: [39, 'text'],
  now: [40, 'instant'],
  mail: [41, 'code'],
  role: [42, 'code'],
  count: [43, 'integer'],
  rejected: [44, 'integer'],
  outcome: [45, 'code'],
  runKind: [46, 'code'],
  statedDueOn: [47, 'day'],
  creditKind: [48, 'code'],
  expiresAt: [49, 'instant'],
  expiresOn: [50, 'day'],
  chosen: [51, 'shares'],
  installments: [52, 'installments'],
  amountDue: [53, 'amount'],
  dispute: [54, 'ref'],
  claimed: [55, 'amount'],
  temporaryLimit: [56, 'amount'],
  until: [57, 'day'],
  policyVersion: [58, 'integer'],
  /** canonical JSON of all terms of a policy; a limit in words */
  policy: [59, 'id'],
  released: [60, 'amount'],
  chargedBack: [61, 'amount'],
  restored: [62, 'amount'],
  counterparty: [63, 'id'],
  dueAt: [64, 'instant'],
  op: [65, 'id'],
  refusal: [66, 'id'],
  takes: [67, 'code'],
  action: [68, 'code'],
  /** the xDR that a new one stands for */
  replaces: [69, 'integer'],
  /** day 0: what was set holds no more */
  cleared: [70, 'day'],
  statedOn: [71, 'day'],
  statedSum: [72, 'amount'],
  scope: [73, 'id'],
  attempt: [74, 'integer'],
  /** a day of each step of collection; day 0: none any more */
  limitation: [75, 'day'],
  suspension: [76, 'day'],
  termination: [77, 'day'],
  lateFee: [78, 'day'],
  countedFrom: [79, 'day'],
  sparedOn: [80, 'day'],
  /** 1: nothing is collected, 0: it is */
  collectionOff: [81, 'integer'],
  collectionFrom: [82, 'day'],
  reopenedOn: [83, 'day'],
  stage: [84, 'code'],
  /** of what was asked and by whom, where that stands beside the log until its day; salted */
  asked: [93, 'hash'],
  askedBy: [94, 'hash'],
  /** until when the customer was taken to be opened */
  openedBefore: [95, 'instant'],
  /** the day that an operation is about, which counts later because that day is closed */
  aboutOn: [96, 'day'],
  /** the last day on which the books are closed */
  closedUntil: [97, 'day'],
  /** the day that a new zone shows */
  shownOn: [105, 'day'],
  /** the last day evaluated, where the day that is shown does not say it */
  evaluatedOn: [106, 'day'],
  /** where an operation counts from a later moment than it is dated, for want of room: both days, and what made room */
  datedOn: [85, 'day'],
  countsOn: [86, 'day'],
  roomSeq: [87, 'integer'],
  /** what becomes of money that was received and no invoice was chosen for */
  rest: [88, 'code'],
  /** of the charges of an invoice those from before its period */
  lateCharges: [109, 'ranges'],
  /** the last day of an authorisation that had ended when it was settled */
  endedOn: [89, 'day'],
  /** of a row that stands beside the log */
  pinned: [120, 'hash'],
} as const satisfies Record<string, readonly [number, keyof SlotValue]>

export type SlotName = keyof typeof slots
/** The facts of a record: slot → value; an absent slot is simply not there. */
export type Facts = { readonly [S in SlotName]?: SlotValue[(typeof slots)[S][1]] }
