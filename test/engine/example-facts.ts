import type { Facts, TextRef } from '../../src/engine/events/slots.ts'
import type { Ref } from '../../src/engine/figures/base.ts'
import { micros } from '../memory/clerk.ts'

/** A text that is its own id, so that what is said of it can be read here. */
export const text = (words: string): TextRef => ({ textId: words, hash: new Uint8Array(32) })

const ref = (kind: Ref['kind']): Ref => ({ kind, no: 1 })
export const invoice = ref('invoice')
export const payment = ref('payment')
export const credit = ref('credit')
export const dispute = ref('dispute')
export const charge = ref('charge')
export const allocation = ref('allocation')
export const reason = text('as agreed')
export const [ten, sixty] = [micros('10'), micros('60')]
export const now = 1_790_812_800_000_000n

/** What an event is about, its facts, and how it is told. */
export type Example = readonly [Ref, Facts, string]
