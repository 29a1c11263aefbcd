import type { Decide } from '../asked/command.ts'
import { firstBroken, numberFree, sameCurrency, timely } from '../planning/checks.ts'
import { chargesTaken, unavailableCharges } from '../planning/issuing/charges-taken.ts'
import { dueOnOf, issueChecks } from '../planning/issuing/issue-checks.ts'
import { draftIssue, type Issuing } from '../planning/issuing/issuing.ts'
import { openPlan } from '../planning/plan.ts'

/**
 * Issues an invoice over its own lines and the charges that it takes; its total is rounded to the currency's digits by
 * the policy, the difference being a charge of its own (2-domain 2.2). A negative total becomes a credit, or is kept;
 * free money is applied. Refused: number in use, due before issue, installments that do not add up to the total, a
 * charge that is unknown or stands on an invoice already. A closed customer still gets his last invoice. With a period, all
 * unbilled charges are those up to its end; those from before it are taken in, and named.
 */
export const issueInvoice: Decide<'issue_invoice'> = (customer, command, circumstances) => {
  const taken = chargesTaken(customer, command, circumstances)
  const { issuedOn, installments } = command
  const issuing: Issuing = {
    ...command,
    invoice: { kind: 'invoice', no: customer.counts.invoice + 1 },
    number: command.invoice,
    taken,
    dueOn: dueOnOf(customer, issuedOn, command.dueOn, installments),
    causes: [],
  }
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    numberFree(customer, command.invoice),
    sameCurrency(customer, command.currency),
    ...unavailableCharges(customer, command.charges),
    ...issueChecks(customer, issuing, command.dueOn ?? null),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const plan = openPlan(customer, circumstances, taken.latest ?? circumstances.effectiveAt)
  draftIssue(plan, issuing)
  return { ok: true, drafts: plan.drafts }
}
