import { z } from 'zod'
import { creditId, id, knownAt, moment, whole, words } from './values.ts'

/** The two dials of a question (2-domain 2.3): both bounds include, a bare date means to its end. */
export const dials = z.strictObject({
  as_of: moment
    .optional()
    .meta({ description: "the state as of this time or day; left out, now on the customer's clock" }),
  known_at: knownAt.optional().meta({ description: 'as it was known at this time or day, or up to record seq:<n>' }),
})

const page = {
  limit: whole(1, 500).default(100),
  cursor: words.max(200).optional().meta({ description: 'the value of "next" in the answer before' }),
}

/** A page of a chain, which is read as a whole where that goes. */
export const chainQuery = z.strictObject({ ...page, limit: whole(1, 2000).default(1000) })
/** A page of a list of what there was within two dials. */
export const datedPageQuery = z.strictObject({ ...page, ...dials.shape })
export const customersQuery = z.strictObject({
  ...page,
  ...dials.shape,
  known_at: moment.optional().meta({ description: 'as it was known at this time or day' }),
  q: words.max(200).optional().meta({
    description:
      'the beginning of the id of a customer, invoice, payment, credit or dispute; an xDR id; words of name, e-mail or reference; in any case. It looks at what is known now: with as_of or known_at it is refused',
  }),
})
export const invoicesQuery = z.strictObject({ ...page, ...dials.shape, open: z.enum(['true', 'false']).optional() })

const filter = words.max(2000).optional()
const list = (description: string) => filter.meta({ description: `${description}; several by comma` })

/** The filters of an audit page. */
export const auditQuery = z.strictObject({
  as_of: moment.optional().meta({ description: 'of one customer: the log ends here; what counts later is left out' }),
  known_at: knownAt.optional().meta({ description: 'of one customer: what was recorded later is left out' }),
  from: filter.meta({ description: 'time or day; a day means its start' }),
  to: filter.meta({ description: 'time or day; a day means its end' }),
  time: filter.meta({ description: 'effective (default) or recorded: the clock of from, to and the order' }),
  figure: list('figures such as customer.balance: answers the lines that moved them; some need one subject'),
  subject: list('customer, invoice:<number>, payment:<id>, credit_note:<number>, credit:<id>, dispute:<id>'),
  kind: list('event, change, decision, message; with figure, event: the events that moved it'),
  type: list('types such as payment_received, status_changed, message_sent'),
  actor: list('who did it, or the beginning of the name; "-system" leaves out'),
  channel: list('web, api, cli, import, clock'),
  realm: list('realms'),
  ip: list('addresses'),
  amount: filter.meta({ description: '30, >=30, <=30 or 10..30, whatever the sign' }),
  direction: filter.meta({ description: 'increase or decrease; of an event: of what the customer owes' }),
  invoice: list('invoice numbers: what concerns them, the charges on their lines, and what led to it'),
  xdr: list('xDR ids'),
  chain: list('<seq> of a record of the chain, or <customer>:<seq>'),
  q: filter.meta({ description: 'words of the sentences, own text, ids by their beginning; in any case' }),
  order: filter.meta({ description: 'desc (default): newest first; asc' }),
  limit: filter.meta({ description: 'lines, at most 500; default 50' }),
  cursor: filter.meta({ description: 'the value of "next" in the answer before' }),
})

export const whyQuery = z.strictObject({
  ...dials.shape,
  figure: words.max(80).meta({ description: 'such as customer.balance, invoice.outstanding, invoice.status' }),
  subject: words.max(80).optional().meta({
    description: 'customer (default), invoice:<number>, payment:<id>, credit_note:<number>, credit:<id>, dispute:<id>',
  }),
})

/** A page of the records behind a figure. */
export const whyChainQuery = z.strictObject({ ...whyQuery.shape, ...page })
/** A page of what a term opens into. */
export const termsQuery = z.strictObject({
  ...whyQuery.shape,
  ...page,
  group: words.max(200).optional().meta({ description: 'of invoice.total: the charges of one group, by its key' }),
})

/** Ids in the path. */
export const ofCustomer = z.object({ customer: id })
export const ofInvoice = z.object({ invoice: id })
export const ofPayment = z.object({ payment: id })
export const ofCredit = z.object({ credit: creditId })
export const ofCreditNote = z.object({ number: id })
export const ofDispute = z.object({ dispute: id })
export const ofClock = z.object({ clock: id })
export const ofRun = z.object({ run: id })
export const ofText = z.object({ customer: id, text: z.uuid() })
export const ofChain = z.object({ customer: id, root: whole(1, Number.MAX_SAFE_INTEGER) })

/** Signing in. */
export const signInBody = z.strictObject({ email: words.max(254), password: words.max(1024) })

export const ingestQuery = z.strictObject({
  records: z
    .enum(['all', 'none'])
    .default('all')
    .meta({ description: 'none: answer lines name only the span of records' }),
  reason: words.trim().min(1).max(4000).optional().meta({
    description: 'why, for lines that do not say it themselves, such as the name of the file',
  }),
})
