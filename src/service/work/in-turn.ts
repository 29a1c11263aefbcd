/** Does pieces of work one after the other, also those behind one that throws; the first fault is thrown at the end. */
export async function inTurn(works: readonly (() => Promise<unknown>)[]): Promise<void> {
  const faults: unknown[] = []
  for (const work of works) await work().catch((fault: unknown) => faults.push(fault))
  if (faults.length > 0) throw faults[0]
}
