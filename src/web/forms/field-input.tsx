import { Checkbox, Group, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { promiseWords } from '../actions/dispute-actions.ts'
import { disputesQuery, openInvoicesQuery } from '../client/queries.ts'
import { shown } from '../ui/amount.ts'
import { AmountInput } from './amount-input.tsx'
import type { Field } from './field.ts'
import type { Fault } from './read-fields.ts'

type Props = {
  readonly field: Field
  readonly wrong: Fault | undefined
  readonly first: boolean
  /** a question about it was answered */
  readonly onChosen: () => void
}
type Of<K> = Omit<Props, 'field'> & { readonly field: Extract<Field, { kind: K }> }

const common = ({ field, wrong, first }: Props) => ({
  name: field.name,
  label: field.label,
  description: field.hint,
  required: field.required ?? false,
  error: wrong === undefined ? undefined : <span role="alert">{wrong.sentence}</span>,
  ...(first && { 'data-autofocus': true }),
})

const Choice = (props: Of<'choice' | 'radio'>) => {
  const { name, label } = common(props)
  return (
    <Radio.Group name={name} label={label} defaultValue={props.field.value ?? props.field.options[0]?.value ?? ''}>
      {props.field.options.map((option) => (
        <Radio key={option.value} value={option.value} label={option.label} mt={4} size="xs" />
      ))}
    </Radio.Group>
  )
}

const Several = ({ field }: Of<'several'>) => {
  const chosen = field.value?.split(',') ?? []
  return (
    <Stack component="fieldset" gap={4} p={0} m={0} bd={0}>
      <legend style={{ padding: 0, fontSize: 12, fontWeight: 500 }}>{field.label}</legend>
      <Group gap="4px 16px">
        {field.options.map((option) => (
          <Checkbox
            key={option.value}
            name={field.name}
            value={option.value}
            label={option.label}
            defaultChecked={chosen.includes(option.value)}
            size="xs"
          />
        ))}
      </Group>
    </Stack>
  )
}

const OpenInvoice = (props: Of<'invoice'>) => {
  const { customer, none, value } = props.field
  const answer = useQuery(openInvoicesQuery(customer))
  const rows = answer.data?.items ?? []
  const empty =
    none ?? (answer.isPending ? 'Reading the invoices' : rows.length === 0 ? 'No invoice is open' : 'Choose')
  return (
    <NativeSelect
      {...common(props)}
      key={rows.length}
      defaultValue={value ?? ''}
      data={[
        { value: '', label: empty },
        ...rows.map((row) => ({ value: row.invoice, label: `${row.invoice}, ${shown(row.outstanding)} outstanding` })),
      ]}
    />
  )
}

const OpenDispute = (props: Of<'dispute'>) => {
  const { customer, invoice } = props.field
  const rows = useInfiniteQuery(disputesQuery(customer)).data?.pages.flatMap((page) => page.items) ?? []
  const open = rows.filter((row) => row.invoice === invoice && row.status === 'open')
  if (open.length === 0) return null
  return (
    <NativeSelect
      {...common(props)}
      description={open.map((row) => `${row.dispute_id}: ${promiseWords(row)}`).join('. ')}
      key={open.length}
      defaultValue={open[0]?.dispute_id ?? ''}
      data={[
        ...open.map((row) => ({ value: row.dispute_id, label: `Dispute ${row.dispute_id}` })),
        { value: '', label: 'No dispute' },
      ]}
    />
  )
}

/** The input of one field; what is wrong with it stands beside it. */
export const FieldInput = (props: Props) => {
  const { field } = props
  switch (field.kind) {
    case 'radio':
      return <Choice {...props} field={field} />
    case 'several':
      return <Several {...props} field={field} />
    case 'invoice':
      return <OpenInvoice {...props} field={field} />
    case 'dispute':
      return <OpenDispute {...props} field={field} />
    case 'check':
      return <Checkbox name={field.name} value="true" label={field.label} description={field.hint} size="xs" />
    case 'choice':
      return (
        <NativeSelect
          {...common(props)}
          defaultValue={field.value ?? ''}
          data={field.options.map((option) => ({ ...option }))}
        />
      )
    case 'long':
      return <Textarea {...common(props)} autosize minRows={2} maxLength={4000} defaultValue={field.value ?? ''} />
    case 'day':
      return <TextInput {...common(props)} type="date" defaultValue={field.value ?? ''} />
    case 'amount':
      return (
        <AmountInput
          input={common(props)}
          value={field.value ?? ''}
          digits={field.digits ?? 0}
          fault={props.wrong}
          onChosen={props.onChosen}
        />
      )
    default: {
      const numeric = { whole: 'numeric', step: 'text', days: 'text', text: 'text' } as const
      return (
        <TextInput
          {...common(props)}
          inputMode={numeric[field.kind]}
          maxLength={200}
          defaultValue={field.value ?? ''}
        />
      )
    }
  }
}
