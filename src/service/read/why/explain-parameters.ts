import { eventNo } from '../../../engine/bytes/numbers.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import { type Parameter, parametersOf, termText } from '../../../engine/explain/why/parameters.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { policyFromRecord } from '../../../engine/policy/policy.ts'
import { operatorId } from '../../../engine/state/customer.ts'
import { unitOf } from '../../../engine/values/evaluate.ts'
import { readConcerned, readTermsSet } from '../../../store/read/lists/explained.ts'
import { type OperationRow, readOperations } from '../../../store/read/records/operations.ts'
import { readRecordsByKey } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import { adoptionOf } from '../../sheet/operate/adopt.ts'
import { layersOf } from '../../time/policies.ts'
import { actorOf } from '../records/actor.ts'
import { fetchShelf, readOf } from '../records/shelf.ts'
import { figureText, timeText, valueText } from '../records/wire.ts'
import type { View } from '../view/view.ts'

/** Adoptions of terms that are looked back through for since when a term has been as it is. */
const LOOKED_BACK = 100

/** The settings that a figure used: each with its value, the policy version, since when, and who set it. */
export async function parametersText(session: Session, view: View, figure: FigureName) {
  const used = parametersOf(view.customer, figure, view.today, view.digits)
  const [terms, set] = await Promise.all([termsSaid(session, view, used), setSaid(session, view, used)])
  return used.flatMap((one) => (one.kind === 'term' ? terms.get(one.name) : set.get(one.figure)) ?? [])
}

export type ParameterText = {
  readonly name: string
  readonly value: string
  readonly policy_version: number | null
  readonly valid_from: string | null
  readonly set_by: string | null
  readonly seq: number | null
}

async function termsSaid(session: Session, view: View, used: readonly Parameter[]) {
  const terms = used.filter((one) => one.kind === 'term')
  const { customer, dials, digits } = view
  if (terms.length === 0) return new Map<string, ParameterText>()
  const adopted = [{ subjects: null, types: [eventNo.of('policy_adopted')] }]
  const scopes = layersOf({ customerId: customer.id, class: customer.class })
  const [rows, layers] = await Promise.all([
    customer.policy.version === 0 ? [] : readConcerned(session, customer.id, adopted, dials, { limit: LOOKED_BACK }),
    readTermsSet(session, scopes, customer.policy.version, { operatorId, correlation: adoptionOf(0).slice(0, -1) }),
  ])
  const adoptions = rows.map((row) => readOf(row).record).filter((record) => record.kind === 'event')
  const setters = await readOperations(
    session,
    layers.flatMap(({ setSeq }) => (setSeq === null ? [] : [{ customerId: operatorId, seq: setSeq }])),
  )
  const said = terms.map(({ name, value, version }): ParameterText => {
    const since = sinceWhen(adoptions, name, value, digits)
    const layer = scopes
      .map((scope) => layers.find((one) => one.scope === scope))
      .findLast((one) => sets(one?.terms, name))
    return {
      name,
      value,
      policy_version: version === 0 ? null : version,
      valid_from: since === undefined ? null : timeText(since.effectiveAt),
      set_by: layer === undefined ? null : nameOf(setters.find((one) => one.recordSeq === layer.setSeq)),
      seq: since?.seq ?? null,
    }
  })
  return new Map(said.map((one) => [one.name, one]))
}

const nameOf = (operation: OperationRow | undefined): string | null =>
  operation === undefined ? null : actorOf(operation)

/** The first of the latest adoptions (newest first) that all have a term as it is. */
function sinceWhen(adoptions: readonly EventRecord[], name: string, value: string, digits: number) {
  const other = adoptions.findIndex(({ facts: { policy = '{}', policyVersion = 0n } }) => {
    return termText(policyFromRecord(policy, Number(policyVersion)), name, digits) !== value
  })
  return other === -1 ? adoptions.at(-1) : adoptions[other - 1]
}

/** Do terms that somebody set name this one, as in "collection.threshold"? */
function sets(terms: Readonly<Record<string, unknown>> | undefined, name: string): boolean {
  const [head = '', ...rest] = name.split('.')
  const part = terms?.[head]
  if (part === undefined) return false
  return rest.length === 0 || (typeof part === 'object' && part !== null && (rest[0] ?? '') in part)
}

async function setSaid(session: Session, view: View, used: readonly Parameter[]) {
  const set = used.filter((one) => one.kind === 'set')
  const customerId = view.customer.id
  const rows = await readRecordsByKey(
    session,
    set.map(({ seq }) => ({ customerId, seq })),
  )
  const reads = rows.map(readOf)
  const shelf = await fetchShelf(session, reads)
  const said = set.map(({ figure, value, seq }): ParameterText => {
    const record = reads.find((read) => read.record.seq === seq)?.record
    const text =
      unitOf(figure) === 'day' ? valueText(value, 'day', view.digits) : figureText(figure, value, view.digits)
    return {
      name: figure,
      value: text ?? 'none',
      policy_version: null,
      valid_from: record === undefined ? null : timeText(record.effectiveAt),
      set_by: record === undefined ? null : actorOf(shelf.operationOf(customerId, seq)),
      seq,
    }
  })
  return new Map(said.map((one) => [one.name, one]))
}
