import type { Names } from './api-names.ts'
import type { Action, Step } from './scenario.ts'

type Request = { readonly path: string; readonly body: Record<string, unknown> }

/** What a step asks of the API; null where only the day passes. */
export function requestOf(step: Step, names: Names): Request | null {
  const asked = actionOf(step, names)
  if (asked === null) return null
  const { effectiveOn, reference } = step
  const dated = effectiveOn === null ? {} : { effective_at: effectiveOn }
  return { ...asked, body: { ...asked.body, ...dated, ...(reference !== null && { reference }) } }
}

function actionOf(step: Step, names: Names): Request | null {
  const { action } = step
  const ofCustomer = (what: string): string => `/customers/${names.customer}/${what}`
  switch (action.op) {
    case 'nothing':
      return null
    case 'collection':
      return { path: '/collection/runs', body: { business_date: step.on, customer_id: names.customer } }
    case 'charge':
      return { path: ofCustomer('charges'), body: { amount: action.amount, service: action.service } }
    case 'invoice':
      return { path: ofCustomer('invoices'), body: invoiceBody(step, action, names) }
    case 'adjust': {
      const { amount, reason } = action
      return { path: `/invoices/${names.invoice(action.invoice)}/adjustments`, body: { amount, reason } }
    }
    case 'payment':
      return { path: ofCustomer('payments'), body: paymentBody(action, names) }
    case 'allocate':
    case 'deallocate': {
      const { from, amount } = action
      const what = action.op === 'allocate' ? 'allocations' : 'deallocations'
      const path = `/${from.kind}s/${names[from.kind](from.name)}/${what}`
      return { path, body: { invoice: names.invoice(action.invoice), amount } }
    }
    case 'note':
      return { path: ofCustomer('notes'), body: noteBody(action, names) }
  }
}

type ActionOf<O extends Action['op']> = Extract<Action, { op: O }>

const invoiceBody = (step: Step, { invoice, lines, dueOn }: ActionOf<'invoice'>, names: Names) => ({
  invoice: names.invoice(invoice),
  ...(lines === null ? { charges: 'unbilled' } : { lines }),
  issued_on: step.effectiveOn ?? step.on,
  due_on: dueOn,
})

const paymentBody = ({ payment, amount, allocate }: ActionOf<'payment'>, names: Names) => ({
  amount,
  payment_id: names.payment(payment),
  xdr_id: payment,
  allocate:
    typeof allocate === 'string'
      ? allocate
      : allocate.map((one) => ({ invoice: names.invoice(one.invoice), amount: one.amount })),
})

const noteBody = ({ kind, invoice, text, agreed }: ActionOf<'note'>, names: Names) => ({
  kind,
  text,
  ...(invoice !== null && { subject: `invoice:${names.invoice(invoice)}` }),
  ...(agreed !== null && { agreed }),
})
