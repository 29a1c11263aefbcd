import { creditAnswer, creditNoteRow, list } from '../../contract/answers.ts'
import { datedPageQuery, dials, ofCreditNote, ofCustomer } from '../../contract/queries.ts'
import { listCreditNotes } from '../../service/read/lists/list-credits.ts'
import { answerCreditNote } from '../../service/read/subjects/credit.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'

const tags = ['Credit notes']

/** Lists credit notes, and answers one with where it went. */
export const creditNotes = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/credit-notes',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'List credit notes, newest first',
        params: ofCustomer,
        querystring: datedPageQuery,
        response: answers(list(creditNoteRow)),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => listCreditNotes(session, params.customer, { ...query, ...dialsOf(query) })),
  )
  app.get(
    '/credit-notes/:number',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'A credit note with figures, status and allocations, as of any day',
        params: ofCreditNote,
        querystring: dials,
        response: answers(creditAnswer),
      },
    },
    ({ params, query }) => inOneMoment(store, (session) => answerCreditNote(session, params.number, dialsOf(query))),
  )
}
