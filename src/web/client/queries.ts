import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  type AuditPage,
  auditPage,
  chainAnswer,
  creditAnswer,
  customerAnswer,
  customerRow,
  explanation,
  invoiceAnswer,
  invoiceRow,
  list,
  messageRow,
  noteRow,
  paymentAnswer,
  paymentRow,
  xdrRow,
} from '../../contract/answers.ts'
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

export const chainQuery = (customer: string, root: string) =>
  queryOptions({
    queryKey: ['chain', customer, root],
    queryFn: ({ signal }) => get(chainAnswer, `/customers/${segment(customer)}/chains/${segment(root)}`, {}, signal),
  })

/** Why the figure of the subject has its value. */
export const explainQuery = (customer: string, figure: string, subject: string, dials: Dials) =>
  queryOptions({
    queryKey: ['explain', customer, figure, subject, dials],
    queryFn: ({ signal }) =>
      get(explanation, `/customers/${segment(customer)}/explain`, { figure, subject, ...dials }, signal),
  })

const ofCustomer =
  <T extends z.ZodType>(name: string, item: T) =>
  (customer: string) =>
    paged(name, `/customers/${segment(customer)}/${name}`, item)

export const invoicesQuery = ofCustomer('invoices', invoiceRow)
export const paymentsQuery = ofCustomer('payments', paymentRow)
export const xdrsQuery = ofCustomer('xdrs', xdrRow)
export const notesQuery = ofCustomer('notes', noteRow)
export const messagesQuery = ofCustomer('messages', messageRow)

export type CustomerRow = z.infer<typeof customerRow>
export type InvoiceRow = z.infer<typeof invoiceRow>
export type PaymentRow = z.infer<typeof paymentRow>
export type XdrRow = z.infer<typeof xdrRow>
export type NoteRow = z.infer<typeof noteRow>
export type MessageRow = z.infer<typeof messageRow>
export type CreditAnswer = z.infer<typeof creditAnswer>
