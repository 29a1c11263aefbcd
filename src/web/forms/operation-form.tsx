import { Button, Group, SimpleGrid, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { isSignedOut, sentenceOf } from '../client/problem.ts'
import { useScope } from '../scope.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { dayOf } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import type { Action } from './action.ts'
import { common, type Field } from './field.ts'
import { FieldInput } from './field-input.tsx'
import { FieldSections } from './field-sections.tsx'
import { memberOf, readFields, type Wrong } from './read-fields.ts'
import { useOperation } from './submit.ts'

type Props = { readonly action: Action; readonly onClose: () => void }

/** Every POST can have a day and a reference; a form that names one of them itself does without these. */
const fieldsOf = ({ method = 'POST', fields }: Action): { own: readonly Field[]; shared: readonly Field[] } => ({
  own: fields,
  shared: method === 'POST' ? common.filter((one) => !fields.some((field) => field.name === one.name)) : [],
})

const Waits = ({ day, onClose }: { readonly day: string; readonly onClose: () => void }) => (
  <Stack gap={12}>
    <p role="status">Scheduled for {day}. Until then it waits among what is scheduled, where it can be cancelled.</p>
    <Group justify="flex-end">
      <Button data-autofocus onClick={onClose}>
        Close
      </Button>
    </Group>
  </Stack>
)

const Fields = ({ action, onClose, onWaiting }: Props & { readonly onWaiting: (day: string) => void }) => {
  const { zone } = useScope()
  const [wrong, setWrong] = useState<Wrong>({})
  const { own, shared } = fieldsOf(action)
  const all = [...own, ...shared]
  const first = all.find(({ kind }) => kind !== 'radio' && kind !== 'check' && kind !== 'several')
  const operation = useOperation((answer) =>
    answer.scheduled === undefined ? onClose() : onWaiting(dayOf(answer.effective_at ?? '', zone)),
  )
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const read = readFields(all, new FormData(event.currentTarget))
    setWrong(read.wrong)
    operation.reset()
    if (Object.keys(read.wrong).length > 0) return
    const { effective_at, reference, ...said } = read.said
    const body = { ...(action.body?.(said) ?? said), effective_at, reference }
    operation.mutate({ method: action.method ?? 'POST', path: action.path, body })
  }
  // Whose session has ended is asked for the password; the form is sent again by hand.
  const refused = operation.isError && !isSignedOut(operation.error)
  const member = refused ? memberOf(operation.error, all) : undefined
  const sentence = refused ? sentenceOf(operation.error) : undefined
  const input = (field: Field) => (
    <FieldInput
      key={field.name}
      field={field}
      first={field === first}
      wrong={wrong[field.name] ?? (field.name === member && sentence !== undefined ? { sentence } : undefined)}
      onChosen={() => setWrong(({ [field.name]: _answered, ...others }) => others)}
    />
  )
  return (
    <form onSubmit={send} noValidate>
      <Stack gap={12}>
        {action.says !== undefined && <p className={ui.lead}>{action.says}</p>}
        {action.wide ? <FieldSections fields={own} input={input} /> : own.map(input)}
        {shared.length > 0 && <SimpleGrid cols={2}>{shared.map(input)}</SimpleGrid>}
        {sentence !== undefined && member === undefined && <Refusal sentence={sentence} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={operation.isPending}>
            {action.name}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The form of an action in a dialog; when the operation has to wait for its day, it says so before it closes. */
export const OperationForm = ({ action, onClose }: Props) => {
  const [day, setDay] = useState<string>()
  return (
    <Dialog open wide={action.wide ?? false} onClose={onClose} title={action.title}>
      {day === undefined ? (
        <Fields action={action} onClose={onClose} onWaiting={setDay} />
      ) : (
        <Waits day={day} onClose={onClose} />
      )}
    </Dialog>
  )
}
