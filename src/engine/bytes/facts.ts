import { type Facts, type SlotName, type SlotValue, slots } from '../events/slots.ts'
import type { Ref } from '../figures/base.ts'
import { codeNo, slotNo, subjectNo } from './numbers.ts'
import type { Reader } from './reader.ts'
import { fromUtf8, utf8, uuidBytes, uuidText } from './text.ts'
import type { Writer } from './writer.ts'

type SlotType = keyof SlotValue
type Form<T extends SlotType> = {
  readonly write: (to: Writer, value: SlotValue[T]) => void
  readonly read: (from: Reader) => SlotValue[T]
}

export function writeRef(to: Writer, ref: Ref): void {
  to.u16(subjectNo.of(ref.kind))
  to.u64(ref.no)
}

export const readRef = (from: Reader): Ref => ({ kind: subjectNo.name(from.u16()), no: from.u64() })

/** How each type of slot stands in canonical bytes. */
const forms: { readonly [T in SlotType]: Form<T> } = {
  amount: { write: (to, value) => to.i64(value), read: (from) => from.i64() },
  integer: { write: (to, value) => to.i64(value), read: (from) => from.i64() },
  day: { write: (to, value) => to.i64(value), read: (from) => Number(from.i64()) },
  instant: { write: (to, value) => to.i64(value), read: (from) => from.i64() },
  code: { write: (to, value) => to.u16(codeNo.of(value)), read: (from) => codeNo.name(from.u16()) },
  id: { write: (to, value) => to.counted(utf8(value)), read: (from) => fromUtf8(from.counted()) },
  ref: { write: writeRef, read: readRef },
  uuid: { write: (to, value) => to.fixed(uuidBytes(value), 16), read: (from) => uuidText(from.fixed(16)) },
  hash: { write: (to, value) => to.fixed(value, 32), read: (from) => from.fixed(32) },
  text: {
    write: (to, value) => {
      to.fixed(uuidBytes(value.textId), 16)
      to.fixed(value.hash, 32)
    },
    read: (from) => ({ textId: uuidText(from.fixed(16)), hash: from.fixed(32) }),
  },
  ranges: {
    write: (to, value) => {
      to.u16(value.length)
      for (const [first, last] of value) {
        to.u64(first)
        to.u64(last)
      }
    },
    read: (from) => from.list((): [number, number] => [from.u64(), from.u64()]),
  },
  installments: {
    write: (to, value) => {
      to.u16(value.length)
      for (const { dueOn, amount } of value) {
        to.i64(dueOn)
        to.i64(amount)
      }
    },
    read: (from) => from.list(() => ({ dueOn: Number(from.i64()), amount: from.i64() })),
  },
  shares: {
    write: (to, value) => {
      to.u16(value.length)
      for (const { invoice, amount } of value) {
        writeRef(to, invoice)
        to.i64(amount)
      }
    },
    read: (from) => from.list(() => ({ invoice: readRef(from), amount: from.i64() })),
  },
}

/** The names of the facts that are there, by their numbers; there are few, and mostly they stand in order already. */
function inOrder(facts: Facts): SlotName[] {
  const names: SlotName[] = []
  for (const name of Object.keys(facts) as SlotName[]) {
    if (facts[name] === undefined) continue
    let at = names.length
    while (at > 0 && slots[names[at - 1] ?? name][0] > slots[name][0]) at -= 1
    if (at === names.length) names.push(name)
    else names.splice(at, 0, name)
  }
  return names
}

/** Writes the facts in order of their slot numbers, each preceded by its number. */
export function writeFacts(to: Writer, facts: Facts): void {
  const names = inOrder(facts)
  to.u16(names.length)
  for (const name of names) {
    to.u16(slotNo.of(name))
    const form = forms[slots[name][1]] as Form<SlotType>
    form.write(to, facts[name] as SlotValue[SlotType])
  }
}

export function readFacts(from: Reader): Facts {
  let last = 0
  const read = from.list(() => {
    const no = from.u16()
    if (no <= last) throw new Error('The canonical bytes hold facts out of order')
    last = no
    const name = slotNo.name(no)
    return [name, forms[slots[name][1]].read(from)] as const
  })
  return Object.fromEntries(read)
}
