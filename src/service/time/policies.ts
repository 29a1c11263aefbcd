import {
  type Adopting,
  customersToAdopt,
  lastPolicyVersion,
  scopeOfClass,
  scopeOfCustomer,
} from '../../store/beside/policies.ts'
import { type Run, runsUnderWay } from '../../store/queues/runs.ts'
import type { Store } from '../../store/session/store.ts'
import { adoptPolicy } from '../sheet/operate/adopt.ts'
import { evaluateDays } from '../sheet/operate/evaluate-days.ts'
import { pageByPage, stepByStep } from '../work/step-by-step.ts'
import { type Note, onEach, type Work } from './evaluate-customers.ts'

/** For whom terms are set: a class, or a customer, whose class they are laid over. */
export type PolicyScope = { readonly class: string } | { readonly customerId: string; readonly class: string }

/** The scopes whose terms make those of this one, the weakest first. */
export const layersOf = (scope: PolicyScope): string[] =>
  'customerId' in scope ? [scopeOfClass(scope.class), scopeOfCustomer(scope.customerId)] : [scopeOfClass(scope.class)]

const PAGE = 500

/** `most`: of them; `note`: what is written of each few. */
type Pending = Adopting & { readonly most?: number; readonly note?: Note }

/**
 * Has every customer adopt the terms in force for him who is on others, each after the days up to today by those that he
 * leaves; at most so many. Cut off, it goes on where it was. Answers whether nobody is left.
 */
export async function adoptPending(
  store: Store,
  { most = Number.MAX_SAFE_INTEGER, note, ...whom }: Pending = {},
): Promise<boolean> {
  let left = most
  const adopt: Work = async (sheet, wall, session) => {
    await evaluateDays(session, sheet, wall)
    if (await adoptPolicy(session, sheet, wall)) await evaluateDays(session, sheet, wall)
  }
  await stepByStep({
    next: pageByPage(async (after) =>
      left === 0 ? [] : await customersToAdopt(store, { limit: Math.min(PAGE, left), after, ...whom }),
    ),
    step: async (customerIds) => {
      left -= customerIds.length
      await onEach(store, customerIds, adopt, note)
    },
  })
  return left > 0
}

/** The scope of a run in which the customers of a class adopt a version of its terms. */
export const scopeOfAdoptions = (version: number, of: string): string => `${version} ${of}`

/** The class whose customers adopt its terms in a run. */
export const classOfRun = ({ scope }: Pick<Run, 'scope'>): string => scope.slice(scope.indexOf(' ') + 1)

/**
 * Finishes adoptions in the background: looks for customers only when a version was set since it last found nobody. Of
 * classes whose customers adopt in a run it leaves them to that.
 */
export function openAdopter(store: Store): () => Promise<void> {
  let done = 0
  return async () => {
    const last = await lastPolicyVersion(store)
    if (last === done) return
    const runs = await runsUnderWay(store)
    const but = runs.filter(({ kind }) => kind === 'policy').map(classOfRun)
    if ((await adoptPending(store, { but })) && but.length === 0) done = last
  }
}
