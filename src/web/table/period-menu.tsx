import { Button, TextInput, UnstyledButton } from '@mantine/core'
import { IconCalendar, IconChevronDown, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { opens, Panel } from '../ui/panel.tsx'
import { monthWords, type Period, periodOf, presets, recentMonths, step, windowOf } from '../ui/period.ts'
import css from './filters.module.css'

type Props = { readonly period: Period; readonly today: string; readonly onChange: (period: Period) => void }

const choices = (today: string): readonly { readonly period: Period; readonly words: string }[] => [
  { period: undefined, words: 'All time' },
  ...Object.entries(presets).map(([period, words]) => ({ period, words })),
  ...recentMonths(today, 12).map((period) => ({ period, words: monthWords(period) })),
]

const Dates = ({ period, today, onChange }: Props) => {
  const { from, to } = windowOf(period, today)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    onChange(periodOf(String(said.get('from') ?? ''), String(said.get('to') ?? '')))
  }
  return (
    <form className={css.dates} onSubmit={submit}>
      <TextInput type="date" name="from" label="From" defaultValue={from ?? ''} />
      <TextInput type="date" name="to" label="To" defaultValue={to ?? ''} />
      <Button type="submit" variant="default" mt={20}>
        Show
      </Button>
    </form>
  )
}

const Choices = ({ period, today, onChange }: Props) => (
  <ul className={css.choices}>
    {choices(today).map((choice) => (
      <li key={choice.words}>
        <UnstyledButton aria-pressed={choice.period === period} onClick={() => onChange(choice.period)}>
          {choice.words}
        </UnstyledButton>
      </li>
    ))}
  </ul>
)

const Step = ({ by, period, today, onChange }: Props & { readonly by: 1 | -1 }) => {
  const next = step(period, by, today)
  const Icon = by === 1 ? IconChevronRight : IconChevronLeft
  return (
    <UnstyledButton
      aria-label={by === 1 ? 'Next period' : 'Previous period'}
      disabled={next === null}
      onClick={() => next !== null && onChange(next)}
    >
      <Icon size={15} aria-hidden />
    </UnstyledButton>
  )
}

/** The window of the audit log: presets, months, typed days, and a step to either side. */
export const PeriodMenu = (props: Props) => {
  const [open, setOpen] = useState(false)
  const choose = (period: Period) => {
    setOpen(false)
    props.onChange(period)
  }
  return (
    <div className={css.period}>
      <Step by={-1} {...props} />
      <Panel
        label="Period"
        open={open}
        onChange={setOpen}
        width={430}
        position="bottom-start"
        button={
          <UnstyledButton data-period {...opens(open)} onClick={() => setOpen(!open)}>
            <IconCalendar size={15} aria-hidden />
            {windowOf(props.period, props.today).words}
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        }
      >
        <Choices {...props} onChange={choose} />
        <Dates {...props} onChange={choose} />
      </Panel>
      <Step by={1} {...props} />
    </div>
  )
}
