import type { Caller } from '../../asked/request.ts'

const person = (actor: string): Caller => ({ actor, realm: 'operator', channel: 'web', ip: '192.0.2.14' })
const program = (actor: string): Caller => ({ actor, realm: 'operator', channel: 'api', ip: '192.0.2.80' })

/** Who acts in the demonstration data; addresses are of a block reserved for documentation (RFC 5737). */
export const maria = person('Maria Keller')
export const agents: readonly Caller[] = [maria, person('Tom Okafor'), person('Inês Duarte')]
export const billingRun = program('Billing run')
export const mediation = program('Mediation')
export const gateway = program('Payment gateway')
export const bank = program('Bank import')
