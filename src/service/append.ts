import type { Subject } from '../engine/customer/state.ts'
import type { LedgerRecord } from '../engine/record.ts'
import { writeAllocations } from '../store/allocations.ts'
import { causeRows, insertCauses } from '../store/causes.ts'
import { insertInvoiceCharges } from '../store/charges.ts'
import { writeCredits } from '../store/credits.ts'
import { deleteDelivery, insertDeliveries } from '../store/deliveries.ts'
import { insertEntries } from '../store/directory.ts'
import { writeDisputes } from '../store/disputes.ts'
import { writeHeads } from '../store/heads.ts'
import { forgetSaltsOf, insertUses } from '../store/idempotency.ts'
import { writeInvoices } from '../store/invoices.ts'
import { insertUnsequenced } from '../store/log.ts'
import { countAttempts, insertMessages, settleMessages } from '../store/messages.ts'
import { insertNotes } from '../store/notes.ts'
import { insertOperations } from '../store/operations.ts'
import { writePayments } from '../store/payments.ts'
import { insertRecords, recordRows } from '../store/records.ts'
import { endScheduledRow } from '../store/scheduled.ts'
import type { Session } from '../store/store.ts'
import { eraseText, insertTexts, type StoredText } from '../store/texts.ts'
import type { Owned } from '../store/wanted.ts'
import * as read from './read-rows.ts'
import { type Entry, type Sheet, touchedSubjects } from './sheet.ts'
import { keepSnapshots } from './snapshot.ts'

/**
 * Appends what was booked on some sheets: history, heads, read tables and queues, in the transaction that holds the
 * heads. The statements are sent without waiting; when one fails, the commit does.
 */
export async function append(session: Session, sheets: readonly Sheet[]): Promise<void> {
  const changed = sheets.filter((sheet) => sheet.entries.length > 0)
  if (changed.length === 0) return
  await keepSnapshots(session, changed)
  appendHistory(session, changed)
  writeHeads(session, changed)
  writeSubjects(session, changed)
  appendLists(session, changed)
}

function appendHistory(session: Session, sheets: readonly Sheet[]): void {
  const entries = sheets.flatMap((sheet) => sheet.entries)
  insertRecords(
    session,
    entries.flatMap((entry) => recordRows(entry.operation.customerId, entry.sealed)),
  )
  insertOperations(
    session,
    entries.map((entry) => entry.operation),
  )
  insertUses(
    session,
    entries.flatMap((entry) => entry.use ?? []),
  )
  insertTexts(session, entries.flatMap(textsOf))
  insertCauses(session, fromRecords(sheets, causeRows))
  insertUnsequenced(session, sheets.map(stretchOf))
}

const stretchOf = (sheet: Sheet) => ({
  customerId: sheet.customerId,
  firstSeq: sheet.seqBefore + 1,
  lastSeq: sheet.customer.seq,
  recordedAt: sheet.customer.recordedAt,
})

function writeSubjects(session: Session, sheets: readonly Sheet[]): void {
  const touched = sheets.flatMap((sheet) =>
    touchedSubjects(sheet).map((subject): Owned<Subject> => ({ customerId: sheet.customerId, subject })),
  )
  const of = (kind: Subject['ref']['kind']): Owned<Subject>[] => touched.filter((one) => one.subject.ref.kind === kind)
  const facts = read.paymentFacts(sheets)
  writeInvoices(session, of('invoice'))
  writePayments(session, of('payment'), (one) => facts.get(`${one.customerId}\0${one.subject.ref.no}`))
  writeCredits(session, of('credit'))
  writeAllocations(session, of('allocation'))
  writeDisputes(session, of('dispute'))
}

function appendLists(session: Session, sheets: readonly Sheet[]): void {
  insertEntries(session, fromRecords(sheets, read.directoryEntries))
  insertInvoiceCharges(session, fromRecords(sheets, read.invoiceCharges))
  insertNotes(session, fromRecords(sheets, read.noteRows))
  insertMessages(session, fromRecords(sheets, read.messageRows))
  countAttempts(session, fromRecords(sheets, read.deferredRows))
  settleMessages(session, fromRecords(sheets, read.settledRows))
  insertDeliveries(session, fromRecords(sheets, read.deliveryRows))
  for (const one of fromRecords(sheets, read.settledRows)) deleteDelivery(session, one.customer_id, one.seq)
  for (const one of fromRecords(sheets, read.endedSchedules)) endScheduledRow(session, one)
  for (const one of fromRecords(sheets, read.erasures)) {
    eraseText(session, one.customerId, one.textId)
    forgetSaltsOf(session, one.customerId, one.textId)
  }
}

function fromRecords<T>(
  sheets: readonly Sheet[],
  rows: (customerId: string, record: LedgerRecord) => readonly T[],
): T[] {
  return sheets.flatMap((sheet) =>
    sheet.entries.flatMap((entry) => entry.records.flatMap((record) => rows(sheet.customerId, record))),
  )
}

/** The texts of an operation, each by the record and slot that name it. */
function textsOf({ operation: { customerId }, records, texts }: Entry): StoredText[] {
  return texts.flatMap(({ ref, salt, body }) => {
    const named = records.flatMap(read.namedTexts).find((one) => one.ref.textId === ref.textId)
    if (named === undefined) return []
    const { seq, slot, class: kind } = named
    return [{ customerId, textId: ref.textId, seq, slot, class: kind, salt, body }]
  })
}
