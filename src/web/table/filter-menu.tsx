import { Button, NativeSelect, TextInput, UnstyledButton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { AuditSearch } from '../search.ts'
import { figuresToFilter, fullFigureName } from '../ui/figures.ts'
import { opens, Panel } from '../ui/panel.tsx'
import { readAmountFilter } from './amount-filter.ts'
import { type Filter, filtersToAdd } from './audit-query.ts'
import css from './filters.module.css'

type Patch = (patch: Partial<AuditSearch>) => void

const fields = [
  { value: 'figure', label: 'Figure' },
  ...Object.entries(filtersToAdd).map(([value, { name }]) => ({ value, label: name })),
]

const ValueField = ({ field, wrong }: { readonly field: string; readonly wrong: string | undefined }) =>
  field === 'figure' ? (
    <NativeSelect
      label="is"
      name="value"
      data={figuresToFilter.map((figure) => ({ value: figure, label: fullFigureName(figure) }))}
    />
  ) : (
    <TextInput label="is" name="value" placeholder={filtersToAdd[field as Filter]?.hint ?? ''} error={wrong} required />
  )

/** Adds a filter: which field, which value. */
export const FilterMenu = ({ onChange }: { readonly onChange: Patch }) => {
  const [open, setOpen] = useState(false)
  const [field, setField] = useState('figure')
  const [wrong, setWrong] = useState<string>()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const value = String(new FormData(event.currentTarget).get('value') ?? '').trim()
    if (value === '') return
    const read = field === 'amount' ? readAmountFilter(value) : ({ kind: 'filter', text: value } as const)
    setWrong(read.kind === 'wrong' ? read.sentence : undefined)
    if (read.kind === 'wrong') return
    onChange({ [field]: read.text })
    setOpen(false)
  }
  return (
    <Panel
      label="Add a filter"
      open={open}
      onChange={setOpen}
      width={400}
      position="bottom-start"
      button={
        <UnstyledButton
          className={`${css.pill} ${css.add}`}
          data-filter
          {...opens(open)}
          onClick={() => setOpen(!open)}
        >
          <IconPlus size={13} aria-hidden />
          Filter
        </UnstyledButton>
      }
    >
      <form className={css.dates} onSubmit={submit}>
        <NativeSelect
          label="Field"
          data={fields}
          value={field}
          onChange={(event) => {
            setField(event.currentTarget.value)
            setWrong(undefined)
          }}
        />
        <ValueField field={field} wrong={wrong} key={field} />
        <Button type="submit" variant="default" mt={20}>
          Add
        </Button>
      </form>
    </Panel>
  )
}
