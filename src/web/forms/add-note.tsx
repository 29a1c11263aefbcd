import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { can } from '../can.ts'
import { segment } from '../client/http.ts'
import { useScope } from '../scope.ts'
import { isAmount } from '../ui/amount.ts'
import { OperationForm } from './operation-form.tsx'
import { textOf } from './submit.ts'

const read = (customer: string) => (form: FormData) => {
  const text = textOf(form, 'text')
  const agreed = textOf(form, 'agreed')
  const invoice = textOf(form, 'invoice')
  if (text === undefined) return 'A note needs a text.'
  if (agreed !== undefined && !isAmount(agreed)) return 'The amount that was agreed is a number, such as 30.00.'
  const subject = invoice === undefined ? undefined : `invoice:${invoice}`
  return {
    path: `/customers/${segment(customer)}/notes`,
    body: { text, kind: String(form.get('kind')), agreed, subject, reference: textOf(form, 'reference') },
  }
}

/** Adds a note or a dispute to the customer, or to one of the invoices. */
export const AddNote = () => {
  const { customer, name, currency, dials } = useScope()
  return (
    <OperationForm
      button="Add note"
      title={`Add a note on ${name ?? customer}`}
      submit="Add note"
      may={can.addNote(dials)}
      read={read(customer)}
    >
      <Textarea name="text" label="Text" required autosize minRows={3} maxLength={4000} data-autofocus />
      <NativeSelect
        name="kind"
        label="Kind"
        data={[
          { value: 'note', label: 'Note' },
          { value: 'dispute', label: 'Dispute' },
        ]}
      />
      <TextInput name="invoice" label="Invoice" description="Left out: about the customer" />
      <TextInput
        name="agreed"
        label={`Agreed, ${currency}`}
        description="What was promised; it is checked against what is booked"
        inputMode="decimal"
      />
      <TextInput name="reference" label="Reference" placeholder="CRM case, ticket" maxLength={200} />
    </OperationForm>
  )
}
