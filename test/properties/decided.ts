import { movementsAfter } from '../../src/engine/asked/movements.ts'
import { takenOf } from '../../src/engine/asked/taken.ts'
import { encode, noHash } from '../../src/engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { takingOf } from '../../src/engine/planning/issuing/charges-taken.ts'
import { commandText } from '../../src/service/asked/operation-text.ts'
import { openRefold, refold } from '../../src/service/verify/again/refold.ts'
import { type Finding, openFindings } from '../../src/service/verify/checks/finding.ts'
import type { StoredOperation } from '../../src/store/history/operations.ts'
import type { Booked, MemoryLedger } from '../memory/ledger.ts'

/** What `verify --decide` says of a customer of a ledger in memory: all his operations, by the text that is kept of each. */
export function decidedAgain(
  ledger: MemoryLedger,
  customerId: string,
  forged: (booked: Booked) => Booked = (booked) => booked,
): { readonly findings: readonly Finding[]; readonly decided: number } {
  const fold = openRefold(customerId, { book: true, decide: true })
  const findings = openFindings(customerId)
  const before: LedgerRecord[] = []
  for (const booked of (ledger.operations.get(customerId) ?? []).map(forged)) {
    const { records, circumstances } = booked
    const { effectiveAt, effectiveOn, clock, recordedAt } = circumstances
    const operation = storedOf(customerId, fold.state.rules, booked)
    const stored = { customerId, hash: noHash, typed: Buffer.alloc(0) }
    const run = records.map((record) => ({ ...stored, seq: record.seq, canonical: encode(record), record }))
    const given = { effectiveAt, effectiveOn, clock, recordedAt, operationId: operation.operationId }
    const later = movementsAfter(before, effectiveAt)
    // as the service has it: charges that are taken by their numbers are summed, others are at hand
    const all = [...(ledger.customers.get(customerId)?.charges.values() ?? [])]
    const taking = takingOf(fold.state, booked.command, effectiveAt)
    const others = taking === null ? {} : { others: takenOf(all, taking) }
    const charges = taking === null ? all.filter((one) => one.no <= fold.state.counts.charge) : []
    const surroundings = { circumstances: { ...given, later, ...others }, charges }
    refold(fold, operation, run, findings, { surroundings })
    before.push(...records)
  }
  return { findings: findings.all, decided: fold.again?.decided ?? 0 }
}

function storedOf(customerId: string, rules: number, { command, circumstances, records }: Booked): StoredOperation {
  const [first, last] = [records[0], records.at(-1)]
  if (first === undefined || last === undefined) throw new Error('an operation without records was booked')
  const nobody = { actorId: null, actorText: null, role: null, limit: null, approver: null, owner: null, ip: null }
  return {
    ...nobody,
    customerId,
    firstSeq: first.seq,
    lastSeq: last.seq,
    rootSeq: first.rootSeq,
    operationId: circumstances.operationId,
    op: command.op,
    command: commandText(command, circumstances),
    digest: circumstances.digest,
    actor: 'somebody',
    realm: 'test',
    channel: 'test',
    reference: null,
    correlationId: circumstances.operationId,
    rules,
    recordedAt: first.recordedAt,
  }
}
