import { chainAnswer, explanation, termsAnswer, whyChainAnswer } from '../../contract/answers.ts'
import { chainQuery, ofChain, ofCustomer, termsQuery, whyChainQuery, whyQuery } from '../../contract/queries.ts'
import { answerChain } from '../../service/read/lists/chain.ts'
import { answerTerms, answerWhy, answerWhyChain } from '../../service/read/why/explain.ts'
import type { Store } from '../../store/session/store.ts'
import { dialsOf, inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'
import { explanationText } from '../chain-text.ts'

const tags = ['Audit']

/** Why a figure is what it is, and the records of one operation. */
export const explain = (app: App, store: Store): void => {
  app.get(
    '/customers/:customer/explain',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'Why a figure or status is what it is: formula, terms with their records, residual, chain',
        params: ofCustomer,
        querystring: whyQuery,
        response: answers(explanation),
      },
      serializerCompiler: explanationText,
    },
    ({ params, query }) => {
      const asked = { ...dialsOf(query), figure: query.figure, subject: query.subject }
      return inOneMoment(store, (session) => answerWhy(session, params.customer, asked))
    },
  )
  app.get(
    '/customers/:customer/explain/terms',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'What a term of an explanation opens into: the records or terms whose sum it is, by pages',
        params: ofCustomer,
        querystring: termsQuery,
        response: answers(termsAnswer),
      },
    },
    ({ params, query: { figure, subject, group, limit, cursor, ...dials } }) => {
      const asked = { ...dialsOf(dials), figure, subject, group, limit, cursor }
      return inOneMoment(store, (session) => answerTerms(session, params.customer, asked))
    },
  )
  app.get(
    '/customers/:customer/explain/chain',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'The earlier records behind a figure, where an explanation names the newest only',
        params: ofCustomer,
        querystring: whyChainQuery,
        response: answers(whyChainAnswer),
      },
    },
    ({ params, query: { figure, subject, limit, cursor, ...dials } }) => {
      const asked = { ...dialsOf(dials), figure, subject, limit, cursor }
      return inOneMoment(store, (session) => answerWhyChain(session, params.customer, asked))
    },
  )
  app.get(
    '/customers/:customer/chains/:root',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: 'The chain of one operation, by the number of any of its records',
        params: ofChain,
        querystring: chainQuery,
        response: answers(chainAnswer),
      },
    },
    ({ params, query }) => inOneMoment(store, (session) => answerChain(session, params.customer, params.root, query)),
  )
}
