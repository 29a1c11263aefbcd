import { operatorId } from '../../../engine/state/customer.ts'
import { allRestorations, type Counter, type Restoration } from '../../../store/beside/restorations.ts'
import { countersKept, lastXdrIdDrawn, numbersGiven } from '../../../store/heads/sequences.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Finding } from '../checks/finding.ts'

const finding = (what: string): Finding => ({ customerId: operatorId, seq: null, what })

/**
 * Numbers of documents have no gaps and nobody else can supply them, so that the next one follows from those that were
 * given, but for those that were lost with a restore. xDR ids may be supplied, and have gaps: of them only that the next one is behind all that were drawn.
 */
export async function counterFindings(session: Session): Promise<Finding[]> {
  const kept = await countersKept(session)
  const restorations = await allRestorations(session)
  const sequences = new Map([...kept.sequences].map(([name, next]) => [name, abs(next)]))
  const xdrNext = kept.xdrNext === null ? null : abs(kept.xdrNext)
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
      return next === last + 1n || isLost(restorations, name, last + 1n, next - 1n)
        ? []
        : [finding(`table number_sequence ${name}: next is ${next}, given was ${last}`)]
    }),
    ...xdr,
    ...stillFindings(new Map([...kept.sequences, ['xdr', kept.xdrNext ?? 1n]]), restorations.at(-1)),
  ]
}

const abs = (next: bigint): bigint => (next < 0n ? -next : next)

/** Whether numbers went out before a restore and are lost, as the operator has said. */
const isLost = (restorations: readonly Restoration[], name: string, first: bigint, last: bigint): boolean =>
  restorations.some(({ numbers }) => {
    const { lost } = numbers[name as Counter] ?? { lost: null }
    return lost?.[0] === String(first) && lost[1] === String(last)
  })

/** A counter stands still just as long as nothing was said of it since the last restore. */
const stillFindings = (counters: ReadonlyMap<string, bigint>, last: Restoration | undefined): Finding[] =>
  [...counters].flatMap(([name, next]) => {
    const isStill = last !== undefined && last.numbers[name as Counter] === undefined
    if (next < 0n === isStill) return []
    return [
      finding(
        `counter ${name}: it ${isStill ? 'goes on, and nothing was said of it' : 'stands still, and nothing says why'}`,
      ),
    ]
  })
