import type { TextRef } from '../../engine/events/slots.ts'
import type { LedgerRecord } from '../../engine/record.ts'
import { textsBetween } from '../../store/audit-reads.ts'
import type { Span } from '../../store/compare.ts'
import type { Session } from '../../store/store.ts'
import { textHash } from '../sealed-text.ts'
import { type Findings, found } from './finding.ts'

/** The texts of a customer that were named so far, and those of which the erasure is recorded. */
export type Texts = { readonly empty: Map<string, number>; readonly erased: Set<string>; readonly named: Set<string> }

export const openTexts = (): Texts => ({ empty: new Map(), erased: new Set(), named: new Set() })

/** Compares the texts that some records named first with the hashes that these hold. */
export async function checkTexts(
  session: Pick<Session, 'query'>,
  texts: Texts,
  records: readonly LedgerRecord[],
  span: Span,
  findings: Findings,
): Promise<void> {
  const refs = new Map(records.flatMap((record) => refsOf(record).map((ref) => [ref.textId, { ref, seq: record.seq }])))
  for (const record of records)
    if (record.kind === 'event' && record.type === 'text_erased' && record.facts.textId !== undefined)
      texts.erased.add(record.facts.textId)
  for (const one of await textsBetween(session, findings.customerId, span.from, span.to)) {
    const ref = refs.get(one.textId)?.ref
    texts.named.add(one.textId)
    if (ref === undefined) found(findings, one.seq, `text ${one.textId} is kept for it, which it does not name`)
    else if (one.salt.length === 0 && one.body === '') texts.empty.set(one.textId, one.seq)
    else if (Buffer.compare(textHash(one.salt, one.body), ref.hash) !== 0)
      found(findings, one.seq, `text ${one.textId} is not the one that it names`)
  }
  for (const [textId, { seq }] of refs)
    if (!texts.named.has(textId)) found(findings, seq, `text ${textId}, which it names, is missing`)
}

/** After the last record: no text is empty unless its erasure is recorded, and none erased is still there. */
export function checkErasures(texts: Texts, findings: Findings): void {
  for (const [textId, seq] of texts.empty)
    if (!texts.erased.has(textId)) found(findings, seq, `text ${textId} is empty, though nobody erased it`)
  for (const textId of texts.erased)
    if (!texts.empty.has(textId)) found(findings, null, `text ${textId} was erased, but is still there`)
}

function refsOf(record: LedgerRecord): TextRef[] {
  if (record.kind === 'change') return []
  return Object.values(record.facts).flatMap((value) =>
    typeof value === 'object' && value !== null && 'textId' in value ? [value as TextRef] : [],
  )
}
