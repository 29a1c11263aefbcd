import { creditAnswer } from '../../contract/answers.ts'
import * as bodies from '../../contract/operations.ts'
import { dials, ofCredit } from '../../contract/queries.ts'
import { answerCredit } from '../../service/read/subjects/credit.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment, ownerOf } from '../answer.ts'
import { type App, answers } from '../app.ts'
import { type Deed, registerDeeds, type Thing } from './deeds.ts'

const credit: Thing = {
  path: '/credits/:credit',
  tags: ['Credits'],
  params: ofCredit,
  ownerOf: (store, id) => ownerOf(store, 'credit', id),
  member: 'credit_id',
}

/** What is done with a credit of any kind; a credit note is one too. */
export const creditDeeds: readonly Deed[] = [
  { path: 'allocations', op: 'allocate_credit', summary: 'Allocate to an invoice', body: bodies.allocate },
  { path: 'deallocations', op: 'deallocate_credit', summary: 'Take back from an invoice', body: bodies.deallocate },
  { path: 'refunds', op: 'refund_credit', summary: 'Pay out', body: bodies.refund },
]

/** Answers a credit, allocates it to an invoice by hand, takes it back, pays it out. */
export const credits = (app: App, store: Store): void => {
  app.get(
    '/credits/:credit',
    {
      schema: {
        tags: ['Credits'],
        summary: 'A credit with figures, status and allocations, as of any day',
        params: ofCredit,
        querystring: dials,
        response: answers(creditAnswer),
      },
    },
    ({ params, query }) => inOneMoment(store, (session) => answerCredit(session, params.credit, dialsOf(query))),
  )
  registerDeeds(app, store, credit, creditDeeds)
}
