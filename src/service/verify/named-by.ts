import type { OwnCustomer } from '../../engine/customer/apply.ts'
import type { Charge, Ranges, Subject } from '../../engine/customer/state.ts'
import { type Ref, refKey } from '../../engine/figures/base.ts'

/** The subjects of a customer by what commands call them and by what belongs to them, and his charges. */
export type Directory = {
  /** by every id that a subject had: a draft keeps its name beside its number */
  readonly ids: Map<string, Set<string>>
  /** from a subject to those that it takes from, goes to, or came from, and back */
  readonly linked: Map<string, Set<string>>
  readonly charges: Map<number, Charge>
  readonly chargeNos: Map<bigint, number>
}

export const openDirectory = (): Directory => ({
  ids: new Map(),
  linked: new Map(),
  charges: new Map(),
  chargeNos: new Map(),
})

/** Notes what subjects are called and what they belong to, and the charges that the state holds. */
export function noteNames(directory: Directory, { subjects, charges }: OwnCustomer, keys: Iterable<string>): void {
  for (const key of keys) {
    const subject = subjects.get(key)
    if (subject === undefined) continue
    note(directory.ids, subject.id, key)
    for (const ref of [subject.source, subject.target]) {
      if (ref === null) continue
      note(directory.linked, key, refKey(ref))
      note(directory.linked, refKey(ref), key)
    }
  }
  for (const charge of charges.values()) {
    directory.charges.set(charge.no, charge)
    directory.chargeNos.set(charge.xdrId, charge.no)
  }
}

function note(map: Map<string, Set<string>>, from: string, to: string): void {
  const known = map.get(from)
  if (known === undefined) map.set(from, new Set([to]))
  else known.add(to)
}

/** How far what belongs to a subject is followed: a dispute, its invoice, what is allocated there, the payment it is from. */
const STEPS = 3

/** The subjects that a command may name, and what belongs to them: at least what the service loads for it. */
export function subjectsNamedBy(directory: Directory, command: unknown): Set<string> {
  const found = new Set(wordsIn(command).flatMap((word) => [...(directory.ids.get(word) ?? [])]))
  let last = [...found, ...refsIn(command).map(refKey)]
  for (const key of last) found.add(key)
  for (let step = 0; step < STEPS; step += 1) {
    last = last.flatMap((key) => [...(directory.linked.get(key) ?? [])]).filter((key) => !found.has(key))
    for (const key of last) found.add(key)
  }
  return found
}

/** The charges that a command may take or book again: those that it names, of the invoices it names, the unbilled ones. */
export function chargesFor(
  directory: Directory,
  command: unknown,
  { unbilled, subjects }: { readonly unbilled: Ranges; readonly subjects: Iterable<Subject> },
): Map<number, Charge> {
  const onInvoices = [...subjects].flatMap(({ traits }) => [
    ...(traits.charges ?? []),
    ...(traits.draft?.charges ?? []),
  ])
  const named = numbersIn(command).flatMap((xdrId) => directory.chargeNos.get(xdrId) ?? [])
  const found = new Map<number, Charge>()
  for (const no of [...named, ...numbersOf(onInvoices), ...numbersOf(unbilled)]) {
    const charge = directory.charges.get(no)
    if (charge !== undefined) found.set(no, charge)
  }
  return new Map([...found].sort(([a], [b]) => a - b))
}

function* numbersOf(ranges: Ranges): Generator<number> {
  for (const [from, to] of ranges) for (let no = from; no <= to; no += 1) yield no
}

/** All values within a command, at any depth. */
function* valuesIn(value: unknown): Generator<unknown> {
  yield value
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  for (const one of Object.values(value)) yield* valuesIn(one)
}

const wordsIn = (command: unknown): string[] => [...valuesIn(command)].filter((one) => typeof one === 'string')
const numbersIn = (command: unknown): bigint[] => [...valuesIn(command)].filter((one) => typeof one === 'bigint')
const refsIn = (command: unknown): Ref[] => [...valuesIn(command)].filter(isRef)

const isRef = (value: unknown): value is Ref =>
  typeof value === 'object' && value !== null && 'kind' in value && 'no' in value && typeof value.no === 'number'
