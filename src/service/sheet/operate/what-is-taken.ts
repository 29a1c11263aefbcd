import type { Circumstances } from '../../../engine/asked/circumstances.ts'
import type { Command } from '../../../engine/asked/command.ts'
import { takingOf } from '../../../engine/planning/issuing/charges-taken.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { rangesOf, without } from '../../../engine/state/ranges.ts'
import type { Instant } from '../../../engine/time.ts'
import type { Session } from '../../../store/session/session.ts'
import { sumCharges } from '../../../store/subjects/charges.ts'

/**
 * What the charges come to that an invoice takes, but for those at hand that were named or booked in this transaction: the
 * database sums them, so that an invoice over a million charges reads none of them (2-domain 2.2).
 */
export async function whatIsTaken(
  session: Pick<Session, 'query'>,
  { customer }: { readonly customer: Customer },
  command: Command,
  effectiveAt: Instant,
): Promise<Pick<Circumstances, 'others'>> {
  const taking = takingOf(customer, command, effectiveAt)
  if (taking === null) return {}
  const among = without(taking.among, rangesOf([...customer.charges.keys()]))
  return among.length === 0 ? {} : { others: await sumCharges(session, customer.id, { ...taking, among }) }
}
