import { operationAnswer } from '../../contract/answers.ts'
import type { Door } from '../../contract/operations/places.ts'
import { commandNames, operations as rows } from '../../contract/operations.ts'
import type { Store } from '../../store/session/store.ts'
import { type Asked, operation, ownerOf, ownerOfCreditNote } from '../answer.ts'
import { type App, answers } from '../app.ts'

/** The operations of one customer, each where its row says: POST <path of its place>/<its own>. */
export const operations = (app: App, store: Store): void => {
  for (const op of commandNames) {
    const row = rows[op]
    if (row.at === undefined) continue
    const { on, at, summary, body, permission } = row
    const [member] = Object.keys(on.names)
    for (const { path, tag, params, of } of on.doors) {
      const isThere = of !== null
      app.post(
        at === '' ? path : `${path}/${at}`,
        {
          // who is not there yet can name something that is unknown, and waits for no day
          config: isThere ? { permission } : { permission, also: [404] },
          schema: {
            tags: [row.tag ?? tag],
            summary,
            ...(params !== undefined && { params }),
            body,
            response: answers(operationAnswer, isThere),
          },
        },
        async (request, reply) => {
          const ids = Object.values(request.params as Readonly<Record<string, string>>)
          const customerId = await customerOf(store, of, ids[0] ?? '')
          const named = member === undefined ? {} : { [member]: ids.at(-1) }
          const asked = { op, customerId, body: { ...request.body, ...named } }
          return await operation(store, request, reply, asked as unknown as Asked)
        },
      )
    }
  }
}

/** Whose the thing in a path is; null: nobody's yet. */
function customerOf(store: Store, of: Door['of'], id: string): Promise<string> | string | null {
  if (of === null) return null
  if (of === 'customer') return id
  return of === 'credit_note' ? ownerOfCreditNote(store, id) : ownerOf(store, of, id)
}
