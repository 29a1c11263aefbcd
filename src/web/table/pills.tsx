import { UnstyledButton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { AuditCounts } from '../../contract/answers.ts'
import type { AuditSearch } from '../search.ts'
import { fullFigureName } from '../ui/figures.ts'
import { countText } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { filters, isNarrowed, widened } from './audit-query.ts'
import { FilterMenu } from './filter-menu.tsx'
import css from './filters.module.css'
import { type Kind, kinds } from './kinds.ts'

type Patch = (patch: Partial<AuditSearch>) => void
type Props = {
  readonly search: AuditSearch
  /** Of the whole selection by kind; undefined while it is counted. */
  readonly counts: AuditCounts | undefined
  readonly onChange: Patch
}

const toggled = (chosen: readonly string[], kind: string): string | undefined => {
  const next = chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind]
  return next.length === 0 ? undefined : next.join(',')
}

const KindPills = ({ search, counts, onChange }: Props) => {
  const chosen = search.kind?.split(',') ?? []
  return Object.entries(kinds).map(([kind, { word }]) => {
    const many = counts?.[kind as Kind]
    const on = chosen.includes(kind)
    return (
      <UnstyledButton
        key={kind}
        className={css.pill}
        aria-pressed={on}
        onClick={() => onChange({ kind: toggled(chosen, kind) })}
      >
        {word}
        {many && <small>{countText(many)}</small>}
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
