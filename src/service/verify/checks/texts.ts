import type { LedgerRecord } from '../../../engine/events/record.ts'
import type { RawText } from '../../../store/read/verify/audit-reads.ts'
import { textHash } from '../../asked/sealed-text.ts'
import { namedTexts } from '../../sheet/read-rows.ts'
import { type Findings, found } from './finding.ts'

/** The texts of a customer that were named so far, and those of which the erasure is recorded. */
export type Texts = { readonly empty: Map<string, number>; readonly erased: Set<string>; readonly named: Set<string> }

export const openTexts = (): Texts => ({ empty: new Map(), erased: new Set(), named: new Set() })

type Named = ReturnType<typeof namedTexts>[number]

/** Compares the texts that some records named first with the hashes that these hold; `kept`: those that are kept for them. */
export function checkTexts(
  texts: Texts,
  records: readonly LedgerRecord[],
  kept: readonly RawText[],
  findings: Findings,
): void {
  const refs = new Map<string, Named>()
  for (const one of records.flatMap(namedTexts)) if (!refs.has(one.ref.textId)) refs.set(one.ref.textId, one)
  for (const record of records)
    if (record.kind === 'event' && record.type === 'text_erased' && record.facts.textId !== undefined)
      texts.erased.add(record.facts.textId)
  for (const one of kept) {
    texts.named.add(one.textId)
    checkText(one, refs.get(one.textId), texts, findings)
  }
  for (const [textId, { seq }] of refs)
    if (!texts.named.has(textId)) found(findings, seq, `text ${textId}, which it names, is missing`)
}

function checkText(one: RawText, named: Named | undefined, texts: Texts, findings: Findings): void {
  const say = (what: string): void => found(findings, one.seq, `text ${one.textId} ${what}`)
  if (named === undefined || named.seq !== one.seq) {
    say('is kept for it, which it does not name first')
    return
  }
  if (named.slot !== one.slot || named.class !== one.class) say('is kept with another slot or class than it has there')
  if (one.salt.length === 0 && one.body === '') texts.empty.set(one.textId, one.seq)
  else if (Buffer.compare(textHash(one.salt, one.body), named.ref.hash) !== 0) say('is not the one that it names')
}

/** After the last record: no text is empty unless its erasure is recorded, and none erased is still there. */
export function checkErasures(texts: Texts, findings: Findings): void {
  for (const [textId, seq] of texts.empty)
    if (!texts.erased.has(textId)) found(findings, seq, `text ${textId} is empty, though nobody erased it`)
  for (const textId of texts.erased)
    if (!texts.empty.has(textId)) found(findings, null, `text ${textId} was erased, but is still there`)
}
