import { operatorId } from '../../../engine/state/customer.ts'
import { countersKept, lastXdrIdDrawn, numbersGiven } from '../../../store/heads/sequences.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Finding } from '../checks/finding.ts'

const finding = (what: string): Finding => ({ customerId: operatorId, seq: null, what })

/**
 * Numbers of documents have no gaps and nobody else can supply them, so that the next one follows from those that were
 * given. xDR ids may be supplied, and have gaps: of them only that the next one is behind all that were drawn.
 */
export async function counterFindings(session: Session): Promise<Finding[]> {
  const { sequences, xdrNext } = await countersKept(session)
  const given = await numbersGiven(session)
  const names = new Set([...given.keys(), ...sequences.keys()])
  const xdr = xdrNext !== null && xdrNext >= 1n ? [] : [finding('table xdr_counter: there is no next xDR id')]
  const drawn = await lastXdrIdDrawn(session, xdrNext ?? 0n)
  if (xdrNext !== null && xdrNext <= drawn)
    xdr.push(finding(`table xdr_counter: next is ${xdrNext}, and ${drawn} was drawn`))
  return [
    ...[...names].flatMap((name) => {
      const [next, last] = [sequences.get(name), given.get(name)]
      if (next === undefined) return [finding(`table number_sequence ${name}: the row is missing`)]
      if (last === undefined)
        return [finding(`table number_sequence ${name}: there is a row that no document is numbered by`)]
      return next === last + 1n ? [] : [finding(`table number_sequence ${name}: next is ${next}, given was ${last}`)]
    }),
    ...xdr,
  ]
}
