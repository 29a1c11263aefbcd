import { z } from 'zod'
import { decisionTypes } from '../engine/events/decisions.ts'
import { events } from '../engine/events/effects.ts'
import { messageTypes } from '../engine/events/messages.ts'
import { baseFigures } from '../engine/figures/base.ts'
import { formulas } from '../engine/figures/formulas.ts'
import { creditId, id, knownAt, MOMENT, moment, subject, text, whole, words } from './values.ts'

/** The two dials of a question (2-domain 2.3): both bounds include, a bare date means to its end. */
export const dials = z.strictObject({
  as_of: moment
    .optional()
    .meta({ description: "the state as of this time or day; left out, now on the customer's clock" }),
  known_at: knownAt.optional().meta({ description: 'as it was known at this time or day, or up to record seq:<n>' }),
})

/** A place in a list and the mark of the question that it goes on with (`api/cursors.ts`). */
const CURSOR = {
  description: 'the value of "next" in the answer before, to the very same question',
  pattern: '^[^\\u0000]+\\.[A-Za-z0-9_-]{8}$',
}

const page = {
  limit: whole(1, 500).default(100),
  cursor: words(200).optional().meta(CURSOR),
}

/** A page of a chain, which is read as a whole where that goes. */
export const chainQuery = z.strictObject({ ...page, limit: whole(1, 2000).default(1000) })
/** A page of a list of what there was within two dials. */
export const datedPageQuery = z.strictObject({ ...page, ...dials.shape })
export const customersQuery = z.strictObject({
  ...page,
  ...dials.shape,
  known_at: moment.optional().meta({ description: 'as it was known at this time or day' }),
  q: words(200).optional().meta({
    description:
      'the beginning of the id of a customer, invoice, payment, credit or dispute; an xDR id; words of name, e-mail or reference; in any case. It looks at what is known now: with as_of or known_at it is refused',
  }),
})
export const invoicesQuery = z.strictObject({ ...page, ...dials.shape, open: z.enum(['true', 'false']).optional() })

const filter = words(2000).optional()
/** One of some values. */
const choice = (values: readonly string[], description: string) => filter.meta({ description, enum: values })
/** Values of a pattern by comma; blanks around them are ignored, which the pattern leaves unsaid. */
const listOf = (pattern: string, description: string) =>
  filter.meta({ description: `${description}; several by comma`, pattern: `^((${pattern})(,(${pattern}))*)?$` })
const list = (description: string) => filter.meta({ description: `${description}; several by comma` })

const inner = new Set([
  'customer.today',
  'customer.evaluated_on',
  'customer.rules',
  'allocation.amount',
  'allocation.charged_back',
])

/** Every figure that a question may name. */
export const askedFigures: readonly string[] = [...Object.keys(baseFigures), ...Object.keys(formulas)].filter(
  (name) => !inner.has(name),
)

/** The types of records. */
export const recordTypes: readonly string[] = [
  ...Object.keys(events),
  'amount_changed',
  'status_changed',
  ...Object.keys(messageTypes),
  ...Object.keys(decisionTypes),
]
/** The kinds of records. */
export const recordKinds = ['event', 'change', 'decision', 'message'] as const

const literally = (names: readonly string[]): string => names.map((one) => one.replaceAll('.', '\\.')).join('|')
const own = askedFigures.filter((one) => one.startsWith('customer.')).map((one) => one.slice('customer.'.length))
const SIZE = '\\d{1,12}(\\.\\d{1,6})?'

/** The filters of an audit page of all customers. */
export const auditOfAllQuery = z.strictObject({
  from: filter.meta({ description: 'time or day; a day means its start', pattern: `^${MOMENT}$` }),
  to: filter.meta({ description: 'time or day; a day means its end', pattern: `^${MOMENT}$` }),
  time: choice(['effective', 'recorded'], 'effective (default) or recorded: the clock of from, to and the order'),
  figure: listOf(
    literally([...askedFigures, ...own]),
    'figures such as customer.balance: answers the lines that moved them; some need one subject',
  ),
  subject: listOf(
    'customer|(invoice|payment|credit_note|credit|dispute):[^\\u0000,]+',
    'customer, invoice:<number>, payment:<id>, credit_note:<number>, credit:<id>, dispute:<id>',
  ),
  kind: listOf(
    literally(recordKinds),
    'event, change, decision, message; with figure, event: the events that moved it',
  ),
  type: listOf(literally(recordTypes), 'types such as payment_received, status_changed, message_sent'),
  actor: list('who did it, or the beginning of the name; "-system" leaves out'),
  channel: list('web, api, cli, import, clock, mail, system'),
  realm: list('realms'),
  ip: list('addresses'),
  amount: filter.meta({
    description: '30, >=30, <=30 or 10..30, whatever the sign',
    pattern: `^((>=|<=)?${SIZE}|${SIZE}\\.\\.${SIZE})$`,
  }),
  direction: choice(['increase', 'decrease'], 'increase or decrease; of an event: of what the customer owes'),
  invoice: list('invoice numbers: what concerns them, the charges on their lines, and what led to it'),
  xdr: listOf('[1-9]\\d{0,17}|[1-8]\\d{18}', 'xDR ids'),
  chain: listOf('([^\\u0000,]+:)?\\d{1,15}', '<seq> of a record of the chain, or <customer>:<seq>'),
  q: filter.meta({ description: 'words of the sentences, own text, ids by their beginning; in any case' }),
  order: choice(['desc', 'asc'], 'desc (default): newest first; asc'),
  limit: filter.meta({
    description: 'lines, at most 500; default 50',
    pattern: '^(0{0,3}[1-9]|0{0,2}[1-9]\\d|0?[1-4]\\d\\d|0?500)$',
  }),
  cursor: filter.meta(CURSOR),
})

/** The filters of an audit page of one customer. */
export const auditQuery = z.strictObject({
  as_of: moment.optional().meta({ description: 'of one customer: the log ends here; what counts later is left out' }),
  known_at: knownAt.optional().meta({ description: 'of one customer: what was recorded later is left out' }),
  ...auditOfAllQuery.shape,
})

export const whyQuery = z.strictObject({
  ...dials.shape,
  figure: words(80).meta({
    description: 'such as customer.balance, invoice.outstanding, invoice.status; without its noun, one of the subject',
    pattern: figurePattern(askedFigures),
  }),
  subject: subject.optional(),
})

function figurePattern(names: readonly string[]): string {
  const bare = names.map((one) => one.slice(one.indexOf('.') + 1))
  return `^(${literally([...new Set([...names, ...bare])])})$`
}

/** A page of the records behind a figure. */
export const whyChainQuery = z.strictObject({ ...whyQuery.shape, ...page })
/** A page of what a term opens into. */
export const termsQuery = z.strictObject({
  ...whyQuery.shape,
  figure: words(80).meta({
    description: 'as of explain, but for a status, which is no sum',
    pattern: figurePattern(askedFigures.filter((one) => !one.endsWith('status'))),
  }),
  ...page,
  group: words(200).optional().meta({ description: 'of invoice.total: the charges of one group, by its key' }),
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

export const ofSession = z.object({ session: z.uuid() })
export const accessQuery = z.strictObject({ ...page, user: id.optional().meta({ description: 'the id of a user' }) })

/** Another password for who is signed in. */
export const passwordBody = z.strictObject({ password: words(1024), new_password: words(1024) })

/** Signing in. */
export const signInBody = z.strictObject({ email: words(254), password: words(1024) })

export const ingestQuery = z.strictObject({
  records: z
    .enum(['all', 'none'])
    .default('all')
    .meta({ description: 'none: answer lines name only the span of records' }),
  reason: text.optional().meta({
    description: 'why, for lines that do not say it themselves, such as the name of the file',
  }),
})
