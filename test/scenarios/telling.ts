import { sentence } from '../../src/engine/explain/sentences/sentence.ts'
import type { Telling } from '../../src/engine/explain/words.ts'
import { currencyDigits } from '../../src/engine/money/currencies.ts'
import type { Customer } from '../../src/engine/state/customer.ts'
import { subjectOf } from '../../src/engine/state/subjects.ts'
import type { MemoryLedger } from '../memory/ledger.ts'

/** The sentences of a customer's records after a seq, in order. `reference` is that of the operation told. */
export function tellSince(
  ledger: MemoryLedger,
  customer: Customer,
  after: number,
  reference: string | null,
): readonly string[] {
  const records = ledger.records.get(customer.id) ?? []
  const telling: Telling = {
    digits: currencyDigits(customer.currency ?? '') ?? 2,
    nameOf: (ref) => subjectOf(customer, ref)?.id ?? '?',
    calledOf: (ref) => (subjectOf(customer, ref)?.traits.origin === 'credit_note' ? 'credit_note' : ref.kind),
    recordAt: (seq) => records[seq - 1],
    textOf: (textId) => ledger.texts.get(textId) ?? null,
    reference,
  }
  return records.slice(after).map((record) => sentence(record, telling))
}
