import type { Figures, When } from './audited.ts'
import { type Books, balanceOf, left, owed, promisedBy, sumOf } from './auditor.ts'
import { countOf, type Stage, setDay, stageDay } from './auditor-collection.ts'
import type { Collection } from './collector.ts'

const days = (count: number | null): bigint | null => (count === null ? null : BigInt(count))

/** All figures and the status of a customer at a moment. */
export function customerFigures(books: Books, collection: Collection, { now, today }: When): Figures {
  const { terms } = books
  const claims = [...collection.claims.values()]
  const balance = balanceOf(books)
  const limit = limitOn(books, BigInt(today))
  return {
    charged: books.charged,
    credited: books.credited,
    invoiced: books.invoiced,
    credit_noted: books.noted,
    adjusted: books.adjusted,
    written_off: books.givenUp,
    voided: books.voided,
    paid: books.paid,
    refunded: books.refunded,
    charged_back: books.chargedBack,
    moved: books.moved,
    permanent_limit: books.limit,
    temporary_limit: books.shortLimit,
    temporary_limit_until: books.shortUntil,
    blocked_since: books.blockedOn,
    closed_since: books.closedOn,
    terminated_since: books.endedOn,
    lifted_until: books.liftedUntil,
    rules: books.rules,
    policy: books.version,
    collection_off: setDay(books, 'off'),
    collection_from: setDay(books, 'collected'),
    late_fee_from: setDay(books, 'late fee'),
    limitation_from: setDay(books, 'limitation'),
    suspension_from: setDay(books, 'suspension'),
    termination_from: setDay(books, 'termination'),
    reopened_on: setDay(books, 'reopened'),
    limitation_on: stageOn(books, collection, 'limitation'),
    suspension_on: stageOn(books, collection, 'suspension'),
    termination_on: stageOn(books, collection, 'termination'),
    balance,
    unbilled: books.charged - books.credited - books.invoiced,
    outstanding: sumOf(books.bills.values(), owed),
    unallocated_payments: sumOf(books.payments.values(), left),
    unallocated_credits: sumOf(books.credits.values(), left),
    pending: sumOf(books.payments.values(), (purse) => promisedBy(purse, now)),
    overdue: sumOf(claims, (claim) => claim.late),
    credit_limit: limit,
    available_credit: books.prepaid ? -balance : limit === null ? null : limit - balance,
    open_count: BigInt(claims.filter(({ bill }) => owed(bill) > 0n).length),
    overdue_count: BigInt(claims.filter(({ late }) => late > 0n).length),
    collectible_overdue: collection.sum,
    days_in_collection: collection.days,
    limitation_after: days(terms.limitation),
    suspension_after: days(terms.suspension),
    termination_after: days(terms.termination),
    collect_minimum: terms.minimum,
    status: statusOn(books, collection, { limit, balance, today: BigInt(today) }),
  }
}

function limitOn(books: Books, today: bigint): bigint | null {
  const isShort = books.shortUntil !== null && today <= books.shortUntil
  return (isShort ? books.shortLimit : books.limit) ?? (books.prepaid ? 0n : null)
}

/** The first day on which a stage holds because of a bill that is collected. */
function stageOn(books: Books, { claims, pursued }: Collection, stage: Stage): bigint | null {
  let first: bigint | null = null
  for (const { bill, dueOn } of claims.values()) {
    const count = countOf(books, bill, dueOn)
    const on = !pursued.has(bill.no) || count === null ? null : stageDay(books, bill, count, stage)
    if (on !== null && (first === null || on < first)) first = on
  }
  return first
}

type Standing = { readonly limit: bigint | null; readonly balance: bigint; readonly today: bigint }

/** The first that applies, by priority; nobody is limited or suspended of whom nothing is collected. */
function statusOn(books: Books, collection: Collection, { limit, balance, today }: Standing): string {
  const reaches = (stage: Stage): boolean => (stageOn(books, collection, stage) ?? today + 1n) <= today
  const isLifted = books.liftedUntil !== null && today <= books.liftedUntil
  if ((books.closedOn ?? 0n) !== 0n) return 'closed'
  if ((books.blockedOn ?? 0n) !== 0n) return 'blocked'
  if ((books.endedOn ?? 0n) !== 0n) return 'provisionally_terminated'
  if (reaches('suspension')) return isLifted ? 'suspension_delayed' : 'suspended'
  if (reaches('limitation') && !isLifted) return 'service_limited'
  if (reaches('limitation')) return 'limitation_delayed'
  return limit !== null && balance > limit ? 'credit_exceeded' : 'active'
}
