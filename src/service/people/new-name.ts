import { name as nameForm } from '../../contract/values.ts'
import { theSystem } from '../ledger/doings.ts'
import { Unfit } from './sign-in-form.ts'

/** A name by which the log would take a person or a program for the service itself. */
export class ReservedName extends Error {
  override readonly name = 'ReservedName'
}

/** The name of a new user or key as it is kept. Throws `ReservedName`, and `Unfit` where it is none. */
export function newName(text: string): string {
  const { data: name, error } = nameForm.safeParse(text)
  if (error !== undefined) throw new Unfit(`This name cannot be kept: ${error.issues[0]?.message}.`)
  if (name.normalize('NFKC').trim().toLowerCase() === theSystem.actor)
    throw new ReservedName(`The log says “${theSystem.actor}” of what the service itself does; choose another name.`)
  return name
}
