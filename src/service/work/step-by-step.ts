import { LeaseLost } from './leased.ts'

/**
 * Long work of one kind, as a row: what is next, and how it is done. The truth is in rows of the database: `next` asks
 * them what is left, and a step notes what it did in the transactions that did it, so that whoever is killed is followed
 * by somebody who goes on there. Work that one is to do at a time has a lease around it (`leased.ts`).
 */
export type LongWork<Step> = {
  /** the next step, behind the one before (null: none was done); null: nothing is left */
  readonly next: (last: Step | null) => Promise<Step | null>
  readonly step: (one: Step) => Promise<unknown>
  /** each step stands on those before, so that a fault ends the work; else it holds up none of the others */
  readonly inOrder?: true
}

/** Does long work to its end, or until somebody else has taken it over; a fault is thrown, the first of several. */
export async function stepByStep<Step>({ next, step, inOrder }: LongWork<Step>): Promise<void> {
  const faults: unknown[] = []
  for (let one = await next(null); one !== null; one = await next(one))
    await step(one).catch((fault: unknown) => {
      if (inOrder || fault instanceof LeaseLost) throw fault
      faults.push(fault)
    })
  if (faults.length > 0) throw faults[0]
}

/** Customers, a page a step: the next ones behind the last one of the page before. */
export const pageByPage =
  (find: (after: string) => Promise<readonly string[]>): LongWork<readonly string[]>['next'] =>
  async (last) => {
    const page = await find(last?.at(-1) ?? '')
    return page.length === 0 ? null : page
  }
