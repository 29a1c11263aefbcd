import { instantToText } from '../../engine/time.ts'
import { importParts, insertImportPart } from '../../store/imports.ts'
import type { Store } from '../../store/store.ts'
import { advanceClock } from '../clocks.ts'
import { performMany } from '../perform.ts'
import { ImportFault } from './fault.ts'
import { type Loss, partForm } from './kept.ts'
import type { Part, Step } from './plan.ts'
import { requestOf, type Setting } from './requests.ts'

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

async function bookPart(store: Store, part: Part, setting: Setting, before: readonly Loss[]): Promise<Loss[]> {
  await moveClock(store, part, setting)
  const opens = part.steps.filter((step) => step.kind === 'open')
  const others = part.steps.filter((step) => step.kind !== 'open')
  const unopened = await bookSteps(store, opens, setting)
  const possible = others.filter(withoutLost([...before, ...unopened]))
  const lost = [...unopened, ...(await bookSteps(store, possible, setting))]
  await insertImportPart(store, setting.importId, { no: part.no, steps: part.steps.length, result: { lost } })
  return lost
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

/** What can still be done where a customer could not be opened, or an invoice not issued. */
function withoutLost(losses: readonly Loss[]): (step: Step) => boolean {
  const lines = new Set(losses.map((loss) => loss.line))
  const customers = new Set(losses.filter((loss) => loss.kind === 'open').map((loss) => loss.customer_id))
  return ({ line }) => !lines.has(line.row.line) && !customers.has(line.customerId)
}

async function bookSteps(store: Store, steps: readonly Step[], setting: Setting): Promise<Loss[]> {
  const outcomes = await performMany(
    store,
    steps.map((step) => requestOf(step, setting)),
  )
  return outcomes.flatMap((outcome, at) => {
    const step = steps[at]
    if (step === undefined || outcome.status === 'done') return []
    const code = outcome.status === 'refused' ? outcome.refusal.code : outcome.status
    return [{ line: step.line.row.line, customer_id: step.line.customerId, kind: step.kind, code }]
  })
}
