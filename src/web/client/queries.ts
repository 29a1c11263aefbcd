import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  type AuditPage,
  accessRow,
  auditCounts,
  auditPage,
  chainAnswer,
  creditAnswer,
  creditNoteRow,
  customerAnswer,
  customerRow,
  disputeRow,
  type Explanation,
  explanation,
  invoiceAnswer,
  invoiceLines,
  invoiceRow,
  keyRow,
  list,
  messageRow,
  noteRow,
  type Opens,
  paymentAnswer,
  paymentRow,
  sessionRow,
  termsAnswer,
  userRow,
  whyChainAnswer,
  xdrRow,
} from '../../contract/answers.ts'
import { classRow, policyAnswer } from '../../contract/policies.ts'
import { scheduledRow } from '../../contract/wholes.ts'
import { get, type Query, segment } from './http.ts'

/** The two dials: the state as of a day, as known at a day. Left out: as of now, everything recorded. */
export type Dials = { readonly as_of?: string | undefined; readonly known_at?: string | undefined }

const first: string | undefined = undefined

const paged = <T extends z.ZodType>(key: string, path: string, item: T, query: Query = {}, limit = 100) => {
  const schema = list(item)
  return infiniteQueryOptions({
    queryKey: [key, path, query],
    queryFn: ({ pageParam, signal }) => get(schema, path, { ...query, limit, cursor: pageParam }, signal),
    initialPageParam: first,
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
  })
}

/** A list that is answered as a whole. */
const whole = <T extends z.ZodType>(key: string, path: string, item: T) => {
  const schema = list(item)
  return infiniteQueryOptions({
    queryKey: [key, path],
    queryFn: ({ signal }) => get(schema, path, {}, signal),
    initialPageParam: first,
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
  })
}

/** The customers whose name or id contains the words. */
export const customersQuery = (q: string | undefined, limit = 100) =>
  paged('customers', '/customers', customerRow, { q }, limit)

export const customerQuery = (customer: string, dials: Dials = {}) =>
  queryOptions({
    queryKey: ['customer', customer, dials],
    queryFn: ({ signal }) => get(customerAnswer, `/customers/${segment(customer)}`, dials, signal),
  })

export const invoiceQuery = (invoice: string, dials: Dials = {}) =>
  queryOptions({
    queryKey: ['invoice', invoice, dials],
    queryFn: ({ signal }) => get(invoiceAnswer, `/invoices/${segment(invoice)}`, dials, signal),
  })

export const paymentQuery = (payment: string, dials: Dials = {}) =>
  queryOptions({
    queryKey: ['payment', payment, dials],
    queryFn: ({ signal }) => get(paymentAnswer, `/payments/${segment(payment)}`, dials, signal),
  })

export const creditQuery = (credit: string, dials: Dials = {}) =>
  queryOptions({
    queryKey: ['credit', credit, dials],
    queryFn: ({ signal }) => get(creditAnswer, `/credits/${segment(credit)}`, dials, signal),
  })

/** A credit by the number of the credit note that made it. */
export const creditNoteQuery = (number: string, dials: Dials = {}) =>
  queryOptions({
    queryKey: ['credit', 'note', number, dials],
    queryFn: ({ signal }) => get(creditAnswer, `/credit-notes/${segment(number)}`, dials, signal),
  })

/** The invoices of a customer on which something is outstanding. */
export const openInvoicesQuery = (customer: string) =>
  queryOptions({
    queryKey: ['invoices', 'open', customer],
    queryFn: ({ signal }) =>
      get(list(invoiceRow), `/customers/${segment(customer)}/invoices`, { open: 'true', limit: 500 }, signal),
  })

/** Who may sign in, keys, sessions, and who came. */
export const usersQuery = whole('users', '/users', userRow)
export const keysQuery = whole('keys', '/keys', keyRow)
export const sessionsQuery = whole('sessions', '/access/sessions', sessionRow)
export const accessQuery = paged('access', '/access', accessRow)
export type UserRow = z.infer<typeof userRow>
export type KeyRow = z.infer<typeof keyRow>
export type SessionRow = z.infer<typeof sessionRow>
export type AccessRow = z.infer<typeof accessRow>

/** Whose terms: of a class, or of a customer, whose own lie over those of his class. */
export type TermsOf = { readonly class: string } | { readonly customer: string }

/** Where the terms are kept. */
export const termsPath = (of: TermsOf): string =>
  'class' in of ? `/classes/${segment(of.class)}/policy` : `/customers/${segment(of.customer)}/policy`

/** The terms in force for a class or a customer. */
export const policyQuery = (of: TermsOf) =>
  queryOptions({
    queryKey: ['policy', of],
    queryFn: ({ signal }) => get(policyAnswer, termsPath(of), {}, signal),
  })

/** The classes that set terms of their own. */
export const classesQuery = queryOptions({
  queryKey: ['classes'],
  queryFn: ({ signal }) => get(list(classRow), '/classes', {}, signal),
})

/** The audit log of a customer, or of all customers where none is named, a page at a time. */
export const auditQuery = (customer: string | undefined, query: Query, limit = 100) => {
  const path = customer === undefined ? '/audit' : `/customers/${segment(customer)}/audit`
  return infiniteQueryOptions({
    queryKey: ['audit', path, query, limit],
    queryFn: ({ pageParam, signal }) => get(auditPage, path, { ...query, limit, cursor: pageParam }, signal),
    initialPageParam: first,
    getNextPageParam: (page: AuditPage) => page.next ?? undefined,
  })
}

/** How many lines of each kind the filters of an audit log select, whatever kind is shown. */
export const auditCountsQuery = (customer: string | undefined, { kind: _, order: __, ...query }: Query) => {
  const path = customer === undefined ? '/audit/counts' : `/customers/${segment(customer)}/audit/counts`
  return queryOptions({
    queryKey: ['audit', path, query],
    queryFn: ({ signal }) => get(auditCounts, path, query, signal),
  })
}

/** A chain, page by page. */
export const chainQuery = (customer: string, root: string) =>
  infiniteQueryOptions({
    queryKey: ['chain', customer, root],
    queryFn: ({ pageParam: cursor, signal }) =>
      get(chainAnswer, `/customers/${segment(customer)}/chains/${segment(root)}`, { cursor }, signal),
    initialPageParam: first,
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
  })

/** The lines of an invoice behind those that its answer has. */
export const moreLinesQuery = (invoice: string, cursor: string | null, dials: Dials) =>
  infiniteQueryOptions({
    queryKey: ['invoice', invoice, 'lines', dials],
    queryFn: ({ pageParam, signal }) =>
      get(invoiceLines, `/invoices/${segment(invoice)}/lines`, { ...dials, limit: 500, cursor: pageParam }, signal),
    initialPageParam: cursor ?? first,
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
  })

/** Why the figure of the subject has its value. */
export const explainQuery = (customer: string, figure: string, subject: string, dials: Dials) =>
  queryOptions({
    queryKey: ['explain', customer, figure, subject, dials],
    queryFn: ({ signal }) =>
      get(explanation, `/customers/${segment(customer)}/explain`, { figure, subject, ...dials }, signal),
  })

/** A list that a term of an explanation is the sum of, a page at a time. */
export const explainTermsQuery = (customer: string, opens: Opens, dials: Dials) => {
  const { cursor, ...asked } = opens
  return infiniteQueryOptions({
    queryKey: ['explain-terms', customer, opens, dials],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...asked, ...dials, limit: 100, cursor: pageParam }
      return get(termsAnswer, `/customers/${segment(customer)}/explain/terms`, query, signal)
    },
    initialPageParam: cursor,
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
  })
}

/** The records behind a figure that are earlier than those which its explanation names, a page at a time. */
export const explainChainQuery = (customer: string, why: Explanation, dials: Dials) => {
  const { figure, subject, chain_next } = why
  return infiniteQueryOptions({
    queryKey: ['explain-chain', customer, figure, subject, chain_next, dials],
    queryFn: ({ pageParam, signal }) => {
      const query = { figure, subject, ...dials, limit: 500, cursor: pageParam }
      return get(whyChainAnswer, `/customers/${segment(customer)}/explain/chain`, query, signal)
    },
    initialPageParam: chain_next ?? undefined,
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
  })
}

const ofCustomer =
  <T extends z.ZodType>(name: string, item: T) =>
  (customer: string, dials: Dials = {}) =>
    paged(name, `/customers/${segment(customer)}/${name}`, item, dials)

export const invoicesQuery = ofCustomer('invoices', invoiceRow)
export const paymentsQuery = ofCustomer('payments', paymentRow)
export const xdrsQuery = ofCustomer('xdrs', xdrRow)
export const notesQuery = ofCustomer('notes', noteRow)
export const creditNotesQuery = ofCustomer('credit-notes', creditNoteRow)
export const disputesQuery = ofCustomer('disputes', disputeRow)
export const messagesQuery = ofCustomer('messages', messageRow)
/** The operations of a customer that wait for their day. */
export const scheduledQuery = ofCustomer('scheduled', scheduledRow)

export type CustomerRow = z.infer<typeof customerRow>
export type InvoiceRow = z.infer<typeof invoiceRow>
export type PaymentRow = z.infer<typeof paymentRow>
export type XdrRow = z.infer<typeof xdrRow>
export type NoteRow = z.infer<typeof noteRow>
export type MessageRow = z.infer<typeof messageRow>
export type CreditNoteRow = z.infer<typeof creditNoteRow>
export type DisputeRow = z.infer<typeof disputeRow>
export type ScheduledRow = z.infer<typeof scheduledRow>
export type PolicyAnswer = z.infer<typeof policyAnswer>
