import { list, noteRow } from '../../contract/answers.ts'
import { datedPageQuery, ofCustomer } from '../../contract/queries.ts'
import { listNotes } from '../../service/read/lists/list-notes.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Notes']

/** Lists notes and disputes. */
export const notes = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/notes',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'List notes and disputes, newest first',
        params: ofCustomer,
        querystring: datedPageQuery,
        response: answers(list(noteRow)),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => listNotes(session, params.customer, { ...query, ...dialsOf(query) })),
  )
}
