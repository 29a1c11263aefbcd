import { SegmentedControl } from '@mantine/core'

type Props<T extends string> = {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}

/** A choice of a few, all of them visible. */
export const Segmented = <T extends string>({ label, value, options, onChange }: Props<T>) => (
  <SegmentedControl
    aria-label={label}
    value={value}
    data={options.map((option) => ({ ...option }))}
    onChange={onChange}
    transitionDuration={0}
    radius="md"
    styles={{
      root: { border: '1px solid var(--line2)', background: 'var(--surface)', padding: 2, height: 30 },
      indicator: { background: 'var(--sunk)', boxShadow: 'none', borderRadius: 4 },
      label: { padding: '0 9px', lineHeight: '24px', fontSize: 13, fontWeight: 500, color: 'var(--text)' },
      control: { border: 0 },
    }}
  />
)
