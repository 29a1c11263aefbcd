import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { Key } from './key.tsx'

type Props = {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onSearch: (text: string) => void
  readonly className?: string | undefined
}

/** A field that searches while one types; `/` leads into it. */
export const SearchField = ({ label, placeholder, value, onSearch, className }: Props) => {
  const [text, setText] = useState(value)
  const later = useDebouncedCallback(onSearch, 250)
  useEffect(() => setText(value), [value])
  const change = (next: string) => {
    setText(next)
    later(next.trim())
  }
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={placeholder}
      className={className}
      data-search
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={<Key>/</Key>}
      rightSectionPointerEvents="none"
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
