import { NativeSelect } from '@mantine/core'
import type { AuditCounts } from '../../contract/answers.ts'
import type { AuditSearch } from '../search.ts'
import { SearchField } from '../ui/search-field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import css from './filters.module.css'
import { PeriodMenu } from './period-menu.tsx'
import { Pills } from './pills.tsx'

type Props = {
  readonly search: AuditSearch
  readonly today: string
  readonly counts: AuditCounts | undefined
  /** The applied window, zone and count in words. */
  readonly stated: string
  readonly chains: boolean
  readonly onChange: (patch: Partial<AuditSearch>) => void
}

const Views = ({ search, chains, onChange }: Props) => (
  <>
    {chains && (
      <Segmented
        label="Grouping"
        value={search.view ?? 'chains'}
        options={[
          { value: 'chains', label: 'Chains' },
          { value: 'flat', label: 'Flat' },
        ]}
        onChange={(view) => onChange({ view: view === 'flat' ? 'flat' : undefined })}
      />
    )}
    <NativeSelect
      aria-label="Order"
      value={search.order ?? 'desc'}
      data={[
        { value: 'desc', label: 'Newest first' },
        { value: 'asc', label: 'Oldest first' },
      ]}
      onChange={(event) => onChange({ order: event.currentTarget.value === 'asc' ? 'asc' : undefined })}
    />
  </>
)

/** Which records are shown, and how; all of it stands in the address. */
export const FilterBar = (props: Props) => {
  const { search, today, counts, stated, onChange } = props
  return (
    <search className="no-print" aria-label="Filters of the audit log">
      <div className={css.bar}>
        <PeriodMenu period={search.period} today={today} onChange={(period) => onChange({ period })} />
        <Segmented
          label="Which time"
          value={search.time ?? 'effective'}
          options={[
            { value: 'effective', label: 'Happened' },
            { value: 'recorded', label: 'Recorded' },
          ]}
          onChange={(time) => onChange({ time: time === 'recorded' ? 'recorded' : undefined })}
        />
        <SearchField
          className={css.search}
          label="Search the records"
          placeholder="Words, notes, reasons"
          value={search.q ?? ''}
          onSearch={(q) => onChange({ q: q === '' ? undefined : q })}
        />
        <Views {...props} />
      </div>
      <div className={css.bar}>
        <Pills search={search} counts={counts} onChange={onChange} />
        <span className={css.stated} role="status">
          {stated}
        </span>
      </div>
    </search>
  )
}
