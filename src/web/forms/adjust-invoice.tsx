import { Radio, Textarea, TextInput } from '@mantine/core'
import type { InvoiceAnswer } from '../../contract/answers.ts'
import { can } from '../can.ts'
import { segment } from '../client/http.ts'
import { useScope } from '../scope.ts'
import { isNegative, isZero, negate, shown, typed } from '../ui/amount.ts'
import { OperationForm } from './operation-form.tsx'
import { textOf } from './submit.ts'

const read = (invoice: InvoiceAnswer) => (form: FormData) => {
  const amount = typed(String(form.get('amount') ?? ''))
  const reason = textOf(form, 'reason')
  if (amount === null || isZero(amount) || isNegative(amount))
    return 'The amount is a number above zero, such as 30.00.'
  if (reason === undefined) return 'An adjustment needs a reason.'
  const signed = form.get('direction') === 'raise' ? amount : negate(amount)
  return {
    path: `/invoices/${segment(invoice.invoice)}/adjustments`,
    body: { amount: signed, reason, reference: textOf(form, 'reference') },
  }
}

/** Adjusts an issued invoice by an amount, with a reason. */
export const AdjustInvoice = ({ invoice }: { readonly invoice: InvoiceAnswer }) => {
  const { dials } = useScope()
  return (
    <OperationForm
      button="Adjust"
      title={`Adjust invoice ${invoice.invoice}`}
      submit="Adjust"
      may={can.adjust(invoice, dials)}
      read={read(invoice)}
    >
      <Radio.Group name="direction" label="Direction" defaultValue="lower">
        <Radio value="lower" label="Lower what is owed" mt={4} size="xs" />
        <Radio value="raise" label="Raise what is owed" mt={4} size="xs" />
      </Radio.Group>
      <TextInput
        name="amount"
        label={`Amount, ${invoice.currency}`}
        description={`${shown(invoice.figures.outstanding ?? '')} is outstanding`}
        inputMode="decimal"
        required
        data-autofocus
      />
      <Textarea name="reason" label="Reason" required autosize minRows={2} maxLength={4000} />
      <TextInput name="reference" label="Reference" placeholder="CRM case, ticket" maxLength={200} />
    </OperationForm>
  )
}
