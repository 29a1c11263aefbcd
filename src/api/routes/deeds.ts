import type { z } from 'zod'
import { operationAnswer } from '../../contract/answers.ts'
import type { CommandName } from '../../contract/operations.ts'
import type { Store } from '../../store/session/store.ts'
import { type Asked, operation } from '../answer.ts'
import { type App, answers } from '../app.ts'

/** Something in a path on which operations are carried out: whose it is, and by which member an operation names it. */
export type Thing = {
  readonly path: string
  readonly tags: readonly string[]
  readonly params: z.ZodObject
  readonly ownerOf: (store: Store, id: string) => Promise<string> | string
  /** null: the customer himself */
  readonly member: 'invoice' | 'payment_id' | 'credit_id' | 'credit_note' | 'dispute_id' | null
}

/** One operation on a thing: POST <path of the thing>/<path>. */
export type Deed = {
  readonly path: string
  readonly op: CommandName
  readonly summary: string
  readonly body: z.ZodObject
  /** where this operation names the thing by another member */
  readonly member?: Thing['member']
}

/** Registers the operations on a thing. */
export function registerDeeds(app: App, store: Store, thing: Thing, deeds: readonly Deed[]): void {
  for (const deed of deeds) {
    const { op, summary, body, member = thing.member } = deed
    app.post(
      `${thing.path}/${deed.path}`,
      {
        schema: { tags: [...thing.tags], summary, params: thing.params, body, response: answers(operationAnswer) },
      },
      async (request, reply) => {
        const id = String(Object.values(request.params)[0])
        const customerId = await thing.ownerOf(store, id)
        const named = member === null ? {} : { [member]: id }
        const asked = { op, customerId, body: { ...request.body, ...named } }
        return await operation(store, request, reply, asked as unknown as Asked)
      },
    )
  }
}
