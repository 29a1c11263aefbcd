import type { LedgerRecord } from '../../../engine/events/record.ts'
import type { Subject } from '../../../engine/state/customer.ts'
import { insertEntries } from '../../../store/heads/directory.ts'
import { writeHeads } from '../../../store/heads/heads.ts'
import { causeRows, insertCauses } from '../../../store/history/causes.ts'
import { forgetSaltsOf, insertUses } from '../../../store/history/idempotency.ts'
import { insertUnsequenced } from '../../../store/history/log.ts'
import { insertOperations } from '../../../store/history/operations.ts'
import { insertRecords, recordRows } from '../../../store/history/records.ts'
import { eraseText, insertTexts, type StoredText } from '../../../store/history/texts.ts'
import { deleteDelivery, insertDeliveries } from '../../../store/queues/deliveries.ts'
import { endScheduledRow } from '../../../store/queues/scheduled.ts'
import type { RawRow } from '../../../store/session/rows.ts'
import type { Session } from '../../../store/session/session.ts'
import { writeAllocations } from '../../../store/subjects/allocations.ts'
import { insertInvoiceCharges } from '../../../store/subjects/charges.ts'
import { writeCredits } from '../../../store/subjects/credits.ts'
import { writeDisputes } from '../../../store/subjects/disputes.ts'
import { writeInvoices } from '../../../store/subjects/invoices.ts'
import { countAttempts, insertMessages, settleMessages } from '../../../store/subjects/messages.ts'
import { insertNotes } from '../../../store/subjects/notes.ts'
import { writePayments } from '../../../store/subjects/payments.ts'
import type { Owned } from '../../../store/subjects/wanted.ts'
import * as read from '../../sheet/read-rows.ts'
import { type Entry, type Sheet, touchedSubjects } from '../../sheet/sheet.ts'
import { sealOn } from './seal.ts'
import { keepSnapshots } from './snapshot.ts'

/**
 * Appends what was booked on some sheets: history, heads, read tables and queues, in the transaction that holds the
 * heads. The statements are sent without waiting, but where they bring very many rows; when one fails, the commit does.
 */
export async function append(session: Session, sheets: readonly Sheet[]): Promise<void> {
  const changed = sheets.filter((sheet) => sheet.entries.length > 0)
  if (changed.length === 0) return
  await keepSnapshots(session, changed)
  await appendHistory(session, changed)
  await writeHeads(session, changed)
  await writeSubjects(session, changed)
  await appendLists(session, changed)
}

async function appendHistory(session: Session, sheets: readonly Sheet[]): Promise<void> {
  await insertRecords(session, sheets.values().flatMap(rowsOf))
  const entries = sheets.flatMap((sheet) => sheet.entries)
  await insertOperations(
    session,
    entries.map((entry) => entry.operation),
  )
  await insertUses(
    session,
    entries.flatMap((entry) => entry.use ?? []),
  )
  await insertTexts(session, entries.flatMap(textsOf))
  await insertCauses(session, fromRecords(sheets, causeRows))
  await insertUnsequenced(session, sheets.map(stretchOf))
}

function* rowsOf(sheet: Sheet): Generator<RawRow, void> {
  for (const { records } of sheet.entries) yield* recordRows(sheet.customerId, sealOn(sheet, records))
}

const stretchOf = (sheet: Sheet) => ({
  customerId: sheet.customerId,
  firstSeq: sheet.seqBefore + 1,
  lastSeq: sheet.customer.seq,
  recordedAt: sheet.customer.recordedAt,
})

async function writeSubjects(session: Session, sheets: readonly Sheet[]): Promise<void> {
  const touched = sheets.flatMap((sheet) =>
    touchedSubjects(sheet).map((subject): Owned<Subject> => ({ customerId: sheet.customerId, subject })),
  )
  const of = (kind: Subject['ref']['kind']): Owned<Subject>[] => touched.filter((one) => one.subject.ref.kind === kind)
  const facts = read.paymentFacts(sheets)
  await writeInvoices(session, of('invoice'))
  await writePayments(session, of('payment'), (one) => facts.get(`${one.customerId}\0${one.subject.ref.no}`))
  await writeCredits(session, of('credit'))
  await writeAllocations(session, of('allocation'))
  await writeDisputes(session, of('dispute'))
}

async function appendLists(session: Session, sheets: readonly Sheet[]): Promise<void> {
  await insertEntries(session, [...fromRecords(sheets, read.directoryEntries)])
  await insertInvoiceCharges(session, [...fromRecords(sheets, read.invoiceCharges)])
  await insertNotes(session, fromRecords(sheets, read.noteRows))
  await insertMessages(session, fromRecords(sheets, read.messageRows))
  await countAttempts(session, fromRecords(sheets, read.deferredRows))
  await settleMessages(session, fromRecords(sheets, read.settledRows))
  await insertDeliveries(session, fromRecords(sheets, read.deliveryRows))
  for (const one of fromRecords(sheets, read.settledRows)) deleteDelivery(session, one.customer_id, one.seq)
  for (const one of fromRecords(sheets, read.endedSchedules)) endScheduledRow(session, one)
  for (const one of fromRecords(sheets, read.erasures)) {
    eraseText(session, one.customerId, one.textId)
    forgetSaltsOf(session, one.customerId, one.textId)
  }
}

function* fromRecords<T>(
  sheets: readonly Sheet[],
  rows: (customerId: string, record: LedgerRecord) => readonly T[],
): Generator<T, void> {
  for (const { customerId, entries } of sheets)
    for (const { records } of entries)
      for (const record of records) if (!isAlone(record)) yield* rows(customerId, record)
}

/** A charge stands in its record alone, and there are very many: it has no row in a list or a queue. */
const isAlone = ({ type, causes }: LedgerRecord): boolean => type === 'charge_booked' && causes.length === 0

/** The texts of an operation, each by the record and slot that name it. */
function textsOf({ operation: { customerId }, records, texts }: Entry): StoredText[] {
  return texts.flatMap(({ ref, salt, body }) => {
    const named = records.flatMap(read.namedTexts).find((one) => one.ref.textId === ref.textId)
    if (named === undefined) return []
    const { seq, slot, class: kind } = named
    return [{ customerId, textId: ref.textId, seq, slot, class: kind, salt, body }]
  })
}
