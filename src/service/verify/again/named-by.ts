import { type Ref, refKey } from '../../../engine/figures/base.ts'
import type { OwnCustomer } from '../../../engine/state/own.ts'

/** The subjects of a customer by what commands call them and by what belongs to them. */
export type Directory = {
  /** by every id that a subject had: a draft keeps its name beside its number */
  readonly ids: Map<string, Set<string>>
  /** from a subject to those that it takes from, goes to, or came from, and back */
  readonly linked: Map<string, Set<string>>
}

export const openDirectory = (): Directory => ({
  ids: new Map(),
  linked: new Map(),
})

/** Notes what subjects are called and what they belong to. */
export function noteNames(directory: Directory, { subjects }: OwnCustomer, keys: Iterable<string>): void {
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

/** All values within a command, at any depth. */
function* valuesIn(value: unknown): Generator<unknown> {
  yield value
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return
  for (const one of Object.values(value)) yield* valuesIn(one)
}

const wordsIn = (command: unknown): string[] => [...valuesIn(command)].filter((one) => typeof one === 'string')
const refsIn = (command: unknown): Ref[] => [...valuesIn(command)].filter(isRef)

const isRef = (value: unknown): value is Ref =>
  typeof value === 'object' && value !== null && 'kind' in value && 'no' in value && typeof value.no === 'number'
