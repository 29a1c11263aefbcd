import { Button, Group, Text, TextInput } from '@mantine/core'
import { IconCalendarClock, IconChevronDown } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { opens, Panel } from './panel.tsx'
import { plainDay } from './time.ts'

type Dials = { readonly as_of?: string | undefined; readonly known_at?: string | undefined }
type Props = Dials & { readonly now: string; readonly onChange: (dials: Dials) => void }

const words = (value: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) ? plainDay(value) : value.replace('seq:', 'record ')

/** What the two dials say. */
export const dialWords = ({ as_of, known_at }: Dials): string => {
  const state = as_of === undefined ? 'As of now' : `As of ${words(as_of)}`
  return known_at === undefined ? state : `${state}, as known at ${words(known_at)}`
}

const day = (value: string | undefined): string => (value?.match(/^\d{4}-\d{2}-\d{2}/) ? value.slice(0, 10) : '')
const said = (form: FormData, name: string): string | undefined => String(form.get(name) ?? '') || undefined

const Fields = ({ as_of, known_at, onChange }: Omit<Props, 'now'>) => {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    onChange({ as_of: said(form, 'as_of'), known_at: said(form, 'known_at') })
  }
  return (
    <form onSubmit={submit} style={{ padding: 12 }}>
      <TextInput
        type="date"
        name="as_of"
        label="As of"
        description="What had happened by the end of that day"
        defaultValue={day(as_of)}
      />
      <TextInput
        type="date"
        name="known_at"
        label="As known at"
        description="What had been recorded by the end of that day"
        defaultValue={day(known_at)}
        mt={12}
      />
      <Text size="xs" c="dimmed" mt={8}>
        Left empty: now, and everything that is recorded.
      </Text>
      <Group justify="flex-end" gap={8} mt={12}>
        <Button variant="default" onClick={() => onChange({})}>
          Now
        </Button>
        <Button type="submit" variant="default">
          Show
        </Button>
      </Group>
    </form>
  )
}

/** The two dials: the state as of a day, as known at a day. */
export const DialsMenu = ({ as_of, known_at, now, onChange }: Props) => {
  const [open, setOpen] = useState(false)
  const choose = (dials: Dials) => {
    setOpen(false)
    onChange(dials)
  }
  const moved = as_of !== undefined || known_at !== undefined
  return (
    <Panel
      label="As of, as known at"
      open={open}
      onChange={setOpen}
      width={300}
      position="bottom-end"
      button={
        <Button
          variant="default"
          leftSection={<IconCalendarClock size={15} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          {...opens(open)}
          onClick={() => setOpen(!open)}
        >
          {moved ? dialWords({ as_of, known_at }) : `As of now, ${now}`}
        </Button>
      }
    >
      <Fields as_of={as_of} known_at={known_at} onChange={choose} />
    </Panel>
  )
}
