import type { AuditLine } from '../../../contract/answers.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import { deltaSentence, figureSentence, sourceOf, statusMoved } from '../../../engine/explain/sentences/sentence.ts'
import type { Telling } from '../../../engine/explain/words.ts'
import { isBaseFigure, type Ref } from '../../../engine/figures/base.ts'
import { formulas, isFormula } from '../../../engine/figures/formulas.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { unitOf } from '../../../engine/values/evaluate.ts'
import { frameOf, lineOf, tellingOf } from '../records/line.ts'
import type { Read, Shelf } from '../records/shelf.ts'
import { amountText, figureText, subjectText } from '../records/wire.ts'
import type { Move } from './glass.ts'
import { isStored, wantsEvents } from './narrowing/derived.ts'

/** A line, and what it is filtered by that its text does not say. */
export type Told = { readonly line: AuditLine; readonly delta: bigint | null; readonly ref: Ref }

const SUBJECTS_APART = 1000

/** The line of a record itself. */
export const toldOf = (read: Read, shelf: Shelf): Told => ({
  line: lineOf(read, shelf),
  delta: read.record.kind === 'change' ? read.record.after - (read.record.before ?? 0n) : null,
  ref: read.record.subject,
})

/** The line of a stored change that a late record overtook, with its values in order of effect; null: only the difference. */
export function toldInOrder(read: Read, shelf: Shelf, move: Move | null): Told {
  const told = toldOf(read, shelf)
  const { record } = read
  if (record.kind !== 'change') return told
  const telling = tellingOf(read, shelf)
  const source = sourceOf(record, telling)
  const { figure, subject: ref } = record
  const isAmount = unitOf(figure) === 'amount'
  if (move === null) {
    const sentence = isAmount
      ? deltaSentence({ figure, ref, delta: told.delta ?? 0n }, source, telling)
      : told.line.sentence
    return isAmount ? { ...told, line: { ...told.line, before: null, after: null, sentence } } : told
  }
  const { before, after, reason } = move
  const texts = [before, after].map((value) => figureText(figure, value, telling.digits))
  const values = { before: texts[0] ?? null, after: texts[1] ?? null }
  if (isAmount)
    return { ...told, line: { ...told.line, ...values, sentence: figureSentence({ ...move, ref }, source, telling) } }
  const sentence = statusMoved({ figure, ref, before, after: after ?? record.after }, reason ?? '', telling)
  return { ...told, line: { ...told.line, ...values, sentence, reason } }
}

/** The lines of figures that a record moved: its own where it is a stored change, else those of `movedLines`. */
export function figureLines(
  read: Read,
  shelf: Shelf,
  figures: readonly FigureName[],
  derived: readonly Move[],
): Told[] {
  const { record } = read
  if (record.kind === 'change') return figures.includes(record.figure) ? [toldOf(read, shelf)] : []
  const own = derived.filter((move) => !isStored(move.figure))
  return record.kind === 'event' ? movedLines(read, record, shelf, figures, own) : []
}

/** What an event moved of some figures: one line per effect and per derived figure that changed. */
export function movedLines(
  read: Read,
  record: EventRecord,
  shelf: Shelf,
  figures: readonly FigureName[],
  derived: readonly Move[],
): Told[] {
  const effects = record.effects.flatMap((effect, index) =>
    figures.includes(effect.figure)
      ? [lineOfMove(read, record, shelf, { ...effect, ref: effect.subject, reason: null }, index + 1)]
      : [],
  )
  const computed = derived
    .filter((move) => move.before !== move.after)
    .map((move) => lineOfMove(read, record, shelf, move, lineNumber(move)))
  return [...effects, ...computed].sort((a, b) => a.line.line - b.line.line)
}

/** Effects are numbered from 1; a derived figure by its own number and its subject's: always the same. */
export const lineNumber = ({ figure, ref }: Move): number =>
  (isFormula(figure) ? formulas[figure].no : 0) + SUBJECTS_APART * ref.no

function lineOfMove(read: Read, event: EventRecord, shelf: Shelf, move: Move, line: number): Told {
  const telling = tellingOf(read, shelf)
  const { figure, ref, before, after } = move
  const isAmount = unitOf(figure) === 'amount'
  const delta = (after ?? 0n) - (before ?? 0n)
  return {
    line: {
      ...frameOf(read, shelf),
      line,
      kind: 'change',
      type: unitOf(figure) === 'status' ? 'status_changed' : 'amount_changed',
      figure,
      subject: subjectText(
        ref,
        (one) => shelf.nameOf(read.customerId, one, read.record.seq),
        shelf.calledOf(read.customerId, ref),
      ),
      before: figureText(figure, before, telling.digits),
      after: figureText(figure, after, telling.digits),
      delta: isAmount ? amountText(delta, telling.digits) : null,
      amount: null,
      balance_after: null,
      sentence: sentenceOf(move, event, telling),
      reason: move.reason,
    },
    delta: isAmount ? delta : null,
    ref,
  }
}

/** A derived status is told as a stored one is. */
function sentenceOf(move: Move, event: EventRecord, telling: Telling): string {
  const { figure, after, reason } = move
  if (unitOf(figure) !== 'status' || after === null) return figureSentence(move, event, telling)
  return statusMoved({ ...move, after }, reason ?? '', telling)
}

/** The figures of a list that need the state around each event: of stored ones only who asks for the events needs it. */
export const derivedOf = (figures: readonly FigureName[], kinds: readonly string[]): FigureName[] =>
  figures.filter((figure) => !isBaseFigure(figure) && (wantsEvents(kinds) || !isStored(figure)))
