import type {
  CreditAnswer,
  CreditReply,
  CustomerAnswer,
  CustomerReply,
  InvoiceAnswer,
  InvoiceReply,
  PaymentAnswer,
  PaymentReply,
} from '../../contract/answers.ts'

/** Did the customer of an answer exist within its dials? Then what he has is there. */
export const isCustomer = (of: CustomerReply): of is CustomerReply & CustomerAnswer => of.exists
/** As `isCustomer`, of an invoice. */
export const isInvoice = (of: InvoiceReply): of is InvoiceReply & InvoiceAnswer => of.exists
/** As `isCustomer`, of a payment. */
export const isPayment = (of: PaymentReply): of is PaymentReply & PaymentAnswer => of.exists
/** As `isCustomer`, of a credit. */
export const isCredit = (of: CreditReply): of is CreditReply & CreditAnswer => of.exists
