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
  ranges: readonly (readonly [number, number])[]
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
} as const satisfies Record<string, readonly [number, keyof SlotValue]>

export type SlotName = keyof typeof slots
/** The facts of a record: slot → value; an absent slot is simply not there. */
export type Facts = { readonly [S in SlotName]?: SlotValue[(typeof slots)[S][1]] }
