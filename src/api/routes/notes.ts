import { list, noteRow, operationAnswer } from '../../contract/answers.ts'
import { addNote, eraseText } from '../../contract/operations.ts'
import { datedPageQuery, ofCustomer, ofText } from '../../contract/queries.ts'
import { listNotes } from '../../service/read/lists/list-notes.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment, operation } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Notes']

/** Adds notes and disputes, lists them, and erases texts. */
export const notes = (app: App, store: Store): void => {
  app.post(
    '/customers/:customer/notes',
    {
      schema: {
        tags,
        summary: 'Add a note, or note a dispute on an invoice and what was agreed',
        params: ofCustomer,
        body: addNote,
        response: answers(operationAnswer),
      },
    },
    (request, reply) =>
      operation(store, request, reply, { op: 'add_note', customerId: request.params.customer, body: request.body }),
  )
  app.get(
    '/customers/:customer/notes',
    {
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
  app.post(
    '/customers/:customer/texts/:text/erase',
    {
      schema: {
        tags,
        summary: 'Erase a text for ever; its record stays and still verifies',
        params: ofText,
        body: eraseText,
        response: answers(operationAnswer),
      },
    },
    (request, reply) => {
      const { customer, text } = request.params
      const body = { ...request.body, text_id: text }
      return operation(store, request, reply, { op: 'erase_text', customerId: customer, body })
    },
  )
}
