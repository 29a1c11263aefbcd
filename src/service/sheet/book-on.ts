import type { Circumstances } from '../../engine/asked/circumstances.ts'
import type { Command } from '../../engine/asked/command.ts'
import type { Draft, NamedDraft } from '../../engine/asked/draft.ts'
import { giveNames, namesWanted } from '../../engine/asked/draft.ts'
import type { Refusal } from '../../engine/asked/refusals.ts'
import { book } from '../../engine/booking/book.ts'
import { nextEvaluationOn, staysAsItWas } from '../../engine/evaluation/evaluation.ts'
import { refKey } from '../../engine/figures/base.ts'
import type { Customer } from '../../engine/state/customer.ts'
import type { KeyUse } from '../../store/history/idempotency.ts'
import { askerOf } from '../asked/asker.ts'
import { dayAt, latestOn } from '../asked/days.ts'
import { commandText, digestOf } from '../asked/operation-text.ts'
import type { Caller } from '../asked/request.ts'
import type { SealedText } from '../asked/sealed-text.ts'
import { keepState } from './kept-states.ts'
import type { Entry, Sheet } from './sheet.ts'

/** A decided operation with all that is kept about it. */
export type Decided = {
  readonly command: Command
  readonly drafts: readonly NamedDraft[]
  readonly circumstances: Circumstances
  readonly caller: Caller
  readonly reference: string | null
  readonly correlationId: string
  readonly texts: readonly SealedText[]
  readonly key: Pick<KeyUse, 'caller' | 'key' | 'requestHash' | 'salt'> | null
}

/** Books an operation on a sheet: the sheet stands behind its records. */
export function bookOn(sheet: Sheet, decided: Decided): Entry | Refusal | null {
  const { circumstances, drafts } = decided
  if (drafts.length === 0) return null
  const command = commandText(decided.command, circumstances)
  const rules = sheet.customer.rules
  const digest = digestOf({ ...decided, ...askerOf(decided.caller, rules), command, rules })
  const booking = book(sheet.customer, drafts, { ...circumstances, digest, latestOn: latestOn(sheet.customer) })
  if (!booking.ok) return booking.refusal
  const entry = entryOf(sheet, decided, { command, rules, digest, records: booking.records })
  moveOn(sheet, entry, booking)
  return entry
}

/**
 * Whether the booking of a document would be refused, whatever its number: numbers of sequences have no gaps, so that
 * none is taken for what is refused. Drafts that want no number are not looked at: their booking itself says it.
 */
export function refusalOf(sheet: Sheet, drafts: readonly Draft[], circumstances: Circumstances): Refusal | null {
  if (!namesWanted(drafts).ids.some((kind) => kind === 'invoice' || kind === 'credit_note')) return null
  const provisional = giveNames(drafts, { xdrId: () => 0n, id: (kind) => kind })
  const digest = new Uint8Array(32)
  const booking = book(sheet.customer, provisional, { ...circumstances, digest, latestOn: latestOn(sheet.customer) })
  return booking.ok ? null : booking.refusal
}

type Made = Pick<Entry, 'records'> & Pick<Entry['operation'], 'command' | 'rules' | 'digest'>

function entryOf(sheet: Sheet, decided: Decided, { command, rules, digest, records }: Made): Entry {
  const [first, last] = [records[0], records.at(-1)]
  if (first === undefined || last === undefined) throw new Error('Bug: an operation without a record')
  const { customerId } = sheet
  const { caller, correlationId, key } = decided
  const span = { customerId, firstSeq: first.seq, lastSeq: last.seq, correlationId }
  const { rootSeq } = last
  return {
    operation: {
      ...span,
      ...askerOf(caller, rules),
      rootSeq,
      operationId: decided.circumstances.operationId,
      op: decided.command.op,
      command,
      digest,
      reference: decided.reference,
      rules,
      recordedAt: first.recordedAt,
    },
    records,
    texts: decided.texts,
    use: key === null ? null : { ...span, ...key },
  }
}

function moveOn(
  sheet: Sheet,
  entry: Entry,
  { customer, touched }: { customer: Customer; touched: readonly { ref: Parameters<typeof refKey>[0] }[] },
): void {
  const before = sheet.customer
  const opened = entry.records.some(({ type }) => type === 'customer_opened' || type === 'opening_moved')
  const charges = sheet.keepsCharges ? customer.charges : NO_CHARGES
  sheet.customer = {
    ...customer,
    charges,
    now: customer.maxEffectiveAt,
    openedOn: opened ? dayAt(customer.openedAt, customer.timeZone) : customer.openedOn,
  }
  const days = { before: latestOn(before), after: latestOn(customer) }
  const stays = touched.length === 0 && staysAsItWas(before, customer, days)
  if (!stays) sheet.nextEvaluationOn = nextEvaluationOn(customer, days.after)
  sheet.entries.push(entry)
  keepState(sheet)
  for (const subject of touched) sheet.touched.add(refKey(subject.ref))
  if (entry.use !== null) sheet.uses.set(`${entry.use.caller}\0${entry.use.key}`, entry.use)
}

const NO_CHARGES: Customer['charges'] = new Map()
