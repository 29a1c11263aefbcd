import { policiesFor, policiesOf, scopeOfClass } from '../../../store/beside/policies.ts'
import type { Session } from '../../../store/session/session.ts'
import { inForce } from '../../sheet/policy-terms.ts'
import { layersOf, type PolicyScope } from '../../time/policies.ts'
import { headOf } from '../view/view.ts'

/** The terms in force for a class: the version that set them last, all of them, and those that it sets itself. */
export const answerClassPolicy = (session: Session, name: string) => policyOf(session, { class: name })

/** The terms in force for a customer, and the version that he is on. */
export async function answerCustomerPolicy(session: Session, customerId: string) {
  const { customer } = await headOf(session, customerId)
  const answer = await policyOf(session, { customerId, class: customer.class })
  return { ...answer, adopted_version: customer.policy.version }
}

/** The classes that set terms of their own, by name. */
export async function listClasses(session: Session) {
  const rows = await policiesFor(session, [])
  const items = rows.map((row) => ({ class: row.scope.slice(scopeOfClass('').length), version: row.version }))
  return { items, next: null }
}

async function policyOf(session: Session, scope: PolicyScope) {
  const names = layersOf(scope)
  const rows = await policiesOf(session, names)
  const { version, terms } = inForce(names.map((name) => rows.find((row) => row.scope === name)))
  const own = rows.find((row) => row.scope === names.at(-1))?.terms ?? {}
  return { version, policy: { ...terms }, own: { ...own } }
}
