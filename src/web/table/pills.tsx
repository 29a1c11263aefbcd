import { UnstyledButton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { AuditLine } from '../../contract/answers.ts'
import type { AuditSearch } from '../search.ts'
import { fullFigureName } from '../ui/figures.ts'
import ui from '../ui/ui.module.css'
import { filters, isNarrowed, widened } from './audit-query.ts'
import { FilterMenu } from './filter-menu.tsx'
import css from './filters.module.css'
import { type Kind, kinds } from './kinds.ts'

type Patch = (patch: Partial<AuditSearch>) => void
type Props = { readonly search: AuditSearch; readonly lines: readonly AuditLine[]; readonly onChange: Patch }

const toggled = (chosen: readonly string[], kind: string): string | undefined => {
  const next = chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind]
  return next.length === 0 ? undefined : next.join(',')
}

const KindPills = ({ search, lines, onChange }: Props) => {
  const chosen = search.kind?.split(',') ?? []
  const known = chosen.length === 0
  return Object.entries(kinds).map(([kind, { word }]) => {
    const many = lines.filter((line) => line.kind === (kind as Kind)).length
    const on = chosen.includes(kind)
    return (
      <UnstyledButton
        key={kind}
        className={css.pill}
        aria-pressed={on}
        onClick={() => onChange({ kind: toggled(chosen, kind) })}
      >
        {word}
        {(known || on) && <small>{many}</small>}
      </UnstyledButton>
    )
  })
}

const valueWords = (filter: string, value: string): string => (filter === 'figure' ? fullFigureName(value) : value)

/** What narrows the list: kinds to press, filters to take away, one more to add. */
export const Pills = (props: Props) => {
  const { search, onChange } = props
  const added = filters.filter((filter) => filter !== 'kind' && search[filter] !== undefined)
  return (
    <>
      {added.map((filter) => (
        <UnstyledButton
          key={filter}
          className={`${css.pill} ${css.on}`}
          aria-label={`Remove filter ${filter}: ${valueWords(filter, search[filter] ?? '')}`}
          onClick={() => onChange({ [filter]: undefined })}
        >
          {filter}: {valueWords(filter, search[filter] ?? '')}
          <IconX size={12} aria-hidden />
        </UnstyledButton>
      ))}
      <KindPills {...props} />
      <FilterMenu onChange={onChange} />
      {isNarrowed(search) && (
        <UnstyledButton className={ui.link} onClick={() => onChange(widened(search))}>
          Reset
        </UnstyledButton>
      )}
    </>
  )
}
