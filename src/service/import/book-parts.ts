import { instantToText, textFromDay } from '../../engine/time.ts'
import { customersToEvaluate } from '../../store/clocks.ts'
import { importParts } from '../../store/imports.ts'
import type { Store } from '../../store/store.ts'
import { advanceClock } from '../clocks.ts'
import { bookStretch, MOST_DUE } from './book-stretch.ts'
import { ImportFault } from './fault.ts'
import { type Loss, partForm } from './kept.ts'
import type { Part } from './plan.ts'
import type { Setting } from './requests.ts'

/** Most operations of one transaction. */
const BATCH = 200

/** How far an import is, in operations. */
export type Progress = { readonly done: number; readonly total: number; readonly part: Part }

/**
 * Books the parts of an import that are not booked yet, day by day: the clock is moved to the day, which evaluates the
 * days between, then the operations of the day follow. Answers what the ledger refused, of all parts.
 */
export async function bookParts(
  store: Store,
  parts: readonly Part[],
  setting: Setting,
  onProgress: (progress: Progress) => void,
): Promise<Loss[]> {
  const booked = await importParts(store, setting.importId)
  const total = parts.reduce((sum, part) => sum + part.steps.length, 0)
  const losses: Loss[] = []
  let done = 0
  for (const part of parts) {
    const before = booked.get(part.no)
    losses.push(...(before === undefined ? await bookPart(store, part, setting, losses) : partForm.parse(before).lost))
    done += part.steps.length
    if (before === undefined) onProgress({ done, total, part })
  }
  return losses
}

async function bookPart(store: Store, part: Part, setting: Setting, lostBefore: readonly Loss[]): Promise<Loss[]> {
  if (await isCrowded(store, part, setting)) await moveClock(store, part, setting)
  const lostHere: Loss[] = []
  for (let at = 0; at < part.steps.length; at += BATCH) {
    const stretch = { part, steps: part.steps.slice(at, at + BATCH), last: at + BATCH >= part.steps.length }
    lostHere.push(...(await bookStretch(store, { ...stretch, lostBefore, lostHere: [...lostHere] }, setting)))
  }
  return lostHere
}

/** Whether a day comes for more customers than one transaction evaluates. */
async function isCrowded(store: Store, part: Part, { clock }: Setting): Promise<boolean> {
  const due = await customersToEvaluate(store, clock, textFromDay(part.day), { limit: MOST_DUE + 1 })
  return due.length > MOST_DUE
}

/** Another process that does the same import may be further: then this one finds everything done. */
const FURTHER = new Set(['clock_behind', 'clock_has_joined'])

async function moveClock(store: Store, part: Part, { clock, caller }: Setting): Promise<void> {
  const moved = await advanceClock(store, clock, instantToText(part.until), caller)
  if (moved.status === 'refused' && !FURTHER.has(moved.refusal.code))
    throw new ImportFault(
      `The clock ${clock} could not be moved (${moved.refusal.code}); look at it, then import again.`,
    )
}
