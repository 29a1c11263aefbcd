import { NativeSelect, TextInput } from '@mantine/core'
import type { InvoiceAnswer } from '../../contract/answers.ts'
import { can } from '../can.ts'
import { segment } from '../client/http.ts'
import { useScope } from '../scope.ts'
import { compare, isNegative, isZero, typed } from '../ui/amount.ts'
import { OperationForm } from './operation-form.tsx'
import { textOf } from './submit.ts'

const allocation = (invoice: InvoiceAnswer, amount: string, choice: string) => {
  if (choice !== 'this') return choice
  const open = invoice.figures.outstanding ?? amount
  return [{ invoice: invoice.invoice, amount: compare(amount, open) > 0 ? open : amount }]
}

const read = (invoice: InvoiceAnswer) => (form: FormData) => {
  const amount = typed(String(form.get('amount') ?? ''))
  if (amount === null || isZero(amount) || isNegative(amount))
    return 'The amount is a number above zero, such as 60.00.'
  return {
    path: `/customers/${segment(invoice.customer_id)}/payments`,
    body: {
      amount,
      method: textOf(form, 'method'),
      reference: textOf(form, 'reference'),
      allocate: allocation(invoice, amount, String(form.get('allocate'))),
    },
  }
}

/** Records a payment of the customer, for this invoice first. */
export const RecordPayment = ({ invoice }: { readonly invoice: InvoiceAnswer }) => {
  const { dials } = useScope()
  return (
    <OperationForm
      button="Record payment"
      title={`Record a payment for invoice ${invoice.invoice}`}
      submit="Record payment"
      may={can.recordPayment(invoice, dials)}
      primary
      read={read(invoice)}
    >
      <TextInput
        name="amount"
        label={`Amount, ${invoice.currency}`}
        defaultValue={invoice.figures.outstanding ?? ''}
        inputMode="decimal"
        required
        data-autofocus
      />
      <NativeSelect
        name="allocate"
        label="Allocate"
        data={[
          { value: 'this', label: `To invoice ${invoice.invoice}` },
          { value: 'oldest_first', label: 'To open invoices, oldest first' },
          { value: 'none', label: 'Not now' },
        ]}
      />
      <TextInput name="method" label="Method" placeholder="card, bank transfer" maxLength={64} />
      <TextInput name="reference" label="Reference" maxLength={200} />
    </OperationForm>
  )
}
