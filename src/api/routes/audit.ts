import { auditCounts, auditPage } from '../../contract/answers.ts'
import { auditOfAllQuery, auditQuery, ofCustomer } from '../../contract/queries.ts'
import { answerAuditCounts } from '../../service/read/audit/counts.ts'
import { answerAudit } from '../../service/read/audit/page.ts'
import type { Store } from '../../store/session/store.ts'
import { inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'
import type { Settings } from '../settings.ts'

const tags = ['Audit']

/** The audit log of one customer, and of all. */
export const audit = (app: App, store: Store, { zone }: Settings): void => {
  app.get(
    '/customers/:customer/audit',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: "A customer's audit log, newest first",
        params: ofCustomer,
        querystring: auditQuery,
        response: answers(auditPage),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => answerAudit(session, query, { customerId: params.customer, zone })),
  )
  app.get(
    '/customers/:customer/audit/counts',
    {
      config: { permission: 'customer.read' },
      schema: {
        tags,
        summary: "How many lines of each kind the filters select in a customer's audit log",
        params: ofCustomer,
        querystring: auditQuery,
        response: answers(auditCounts),
      },
    },
    ({ params, query }) =>
      inOneMoment(store, (session) => answerAuditCounts(session, query, { customerId: params.customer, zone })),
  )
  app.get(
    '/audit/counts',
    {
      config: { permission: 'customer.read', also: [404] },
      schema: {
        tags,
        summary: 'How many lines of each kind the filters select in the log of all',
        querystring: auditOfAllQuery,
        response: answers(auditCounts),
      },
    },
    ({ query }) => inOneMoment(store, (session) => answerAuditCounts(session, query, { customerId: null, zone })),
  )
  app.get(
    '/audit',
    {
      config: { permission: 'customer.read', also: [404] },
      schema: {
        tags,
        summary: 'The audit log of all customers and of the operator, newest first',
        querystring: auditOfAllQuery,
        response: answers(auditPage),
      },
    },
    ({ query }) => inOneMoment(store, (session) => answerAudit(session, query, { customerId: null, zone })),
  )
}
