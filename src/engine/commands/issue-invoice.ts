import { rangesOf } from '../customer/ranges.ts'
import { type Charge, type Customer, findSubject } from '../customer/state.ts'
import type { Ref } from '../figures/base.ts'
import { LIMIT, type Micros } from '../money/amount.ts'
import { roundTo } from '../money/rounding.ts'
import { later, textFromDay } from '../time.ts'
import { check, digitsOf, firstBroken, sameCurrency, timely, withinLimit } from './checks.ts'
import type { CommandOf, Decide } from './command.ts'
import { addCredit, addTarget, applyFreeMoney, draft, openPlan, type Plan } from './plan.ts'

type Issue = CommandOf<'issue_invoice'>

/**
 * Issues an invoice over its own lines and the charges that it takes; its total is rounded to the currency's digits away
 * from zero, the difference being a charge of its own (2-domain 2.2). A negative total becomes a credit; free money is
 * applied. Refused: number in use, due before issue, a charge that is unknown or stands on an invoice already.
 */
export const issueInvoice: Decide<'issue_invoice'> = (customer, command, circumstances) => {
  const taken = chargesTaken(customer, command, circumstances.effectiveAt)
  const { issuedOn, dueOn, period } = command
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    check(findSubject(customer, 'invoice', command.invoice) === undefined, 'invoice_taken', {
      invoice: command.invoice,
    }),
    sameCurrency(customer, command.currency),
    ...command.lines.map((line) => withinLimit(line.amount)),
    check(dueOn === null || dueOn >= issuedOn, 'due_before_issue', {
      issued_on: textFromDay(issuedOn),
      due_on: dueOn === null ? null : textFromDay(dueOn),
    }),
    check(period === null || period.to >= period.from, 'period_ends_before_start'),
    ...unavailableCharges(customer, command),
    withinLimit([...command.lines, ...taken].reduce((sum, one) => sum + one.amount, 0n)),
  ])
  if (refusal !== null) return { ok: false, refusal }

  const plan = openPlan(customer, later(circumstances.effectiveAt, ...taken.map((charge) => charge.effectiveAt)))
  const numbers = [...taken.map((charge) => charge.no), ...bookLines(plan, command, taken)]
  const total = roundTo(sumOf(taken, command), digitsOf(customer), 'away_from_zero')
  const invoice: Ref = { kind: 'invoice', no: customer.counts.invoice + 1 }
  const issued = draft(plan, {
    type: 'invoice_issued',
    subject: invoice,
    facts: {
      invoice,
      id: command.invoice,
      amount: total,
      issuedOn,
      ...(dueOn === null ? {} : { dueOn }),
      ...(period === null ? {} : { periodFrom: period.from, periodTo: period.to }),
      charges: rangesOf(numbers),
    },
  })
  addTarget(
    plan,
    { ref: invoice, bornAt: plan.effectiveAt, dueOn: dueOn === null ? null : BigInt(dueOn), seq: null },
    total,
  )
  if (total < 0n) passOnAsCredit(plan, invoice, command.invoice, -total, issued)
  applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}

const sumOf = (taken: readonly Charge[], command: Issue): Micros =>
  [...taken, ...command.lines].reduce((sum, one) => sum + one.amount, 0n)

function chargesTaken(customer: Customer, command: Issue, effectiveAt: bigint): readonly Charge[] {
  const unbilled = [...customer.charges.values()].filter((charge) => isUnbilled(customer, charge))
  const { charges } = command
  return charges === 'unbilled'
    ? unbilled.filter((charge) => charge.effectiveAt <= effectiveAt)
    : unbilled.filter((charge) => charges.includes(charge.xdrId))
}

const isUnbilled = (customer: Customer, charge: Charge): boolean =>
  customer.unbilled.some(([from, to]) => from <= charge.no && charge.no <= to)

const unavailableCharges = (customer: Customer, { charges }: Issue) =>
  charges === 'unbilled'
    ? []
    : charges.flatMap((xdrId) => {
        const charge = [...customer.charges.values()].find((one) => one.xdrId === xdrId)
        const facts = { xdr_id: String(xdrId) }
        return [
          check(charge !== undefined, 'charge_unknown', facts),
          check(charge === undefined || isUnbilled(customer, charge), 'charge_already_invoiced', facts),
        ]
      })

/** Books the invoice's own lines and the rounding as charges; answers their numbers. */
function bookLines(plan: Plan, command: Issue, taken: readonly Charge[]): number[] {
  const sum = sumOf(taken, command)
  const rounding = roundTo(sum, digitsOf(plan.customer), 'away_from_zero') - sum
  const lines = command.lines.map((line) => ({
    amount: line.amount,
    xdrId: line.xdrId,
    service: line.service,
    description: line.description,
  }))
  const all =
    rounding === 0n ? lines : [...lines, { amount: rounding, xdrId: command.roundingXdrId, service: 'rounding' }]
  return all.map((line, at) => {
    const charge: Ref = { kind: 'charge', no: plan.customer.counts.charge + 1 + at }
    draft(plan, { type: 'charge_booked', subject: charge, facts: { charge, ...line } })
    return charge.no
  })
}

function passOnAsCredit(plan: Plan, invoice: Ref, number: string, amount: Micros, issued: number): void {
  if (amount > LIMIT) return
  const credit: Ref = { kind: 'credit', no: plan.customer.counts.credit + 1 }
  const id = `CR-${number}`
  draft(plan, {
    type: 'credit_made',
    subject: credit,
    facts: { credit, id, invoice, amount },
    causes: [{ role: 'operand', draft: issued }],
    parent: issued === 0 ? 0 : issued,
  })
  plan.outstanding.set(`invoice:${invoice.no}`, 0n)
  addCredit(plan, { ref: credit, bornAt: plan.effectiveAt, held: false, seq: null }, amount)
}
