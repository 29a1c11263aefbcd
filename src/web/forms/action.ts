import type { May } from '../can.ts'
import type { Field } from './field.ts'
import type { Said } from './read-fields.ts'

export type Body = Readonly<Record<string, unknown>>

/** Something a person can do with a thing: its words, its address, and the members to fill in. */
export type Action = {
  /** On the button or in the menu. */
  readonly name: string
  readonly title: string
  readonly may: May
  /** What it does, where the name does not say it. */
  readonly says?: string
  readonly method?: 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly fields: readonly Field[]
  /** What is sent, from what was filled in; left out, just that. */
  readonly body?: (said: Said) => Body
  /** A long form: its fields side by side, in parts. */
  readonly wide?: boolean
}

/** Actions of one kind in a menu. */
export type ActionGroup = { readonly label: string; readonly actions: readonly Action[] }
