import { Button, Group, TextInput, type TextInputProps } from '@mantine/core'
import { useRef } from 'react'
import { isAmount, shown } from '../ui/amount.ts'
import { shownWith } from '../ui/money.ts'
import type { Fault } from './read-fields.ts'

type Props = {
  readonly input: TextInputProps
  readonly value: string
  readonly digits: number
  readonly fault: Fault | undefined
  readonly onChosen: () => void
}

/** A field for an amount. What can be read in several ways is asked back with each of them; choosing one writes it in. */
export const AmountInput = ({ input, value, digits, fault, onChosen }: Props) => {
  const field = useRef<HTMLInputElement>(null)
  const choose = (text: string) => {
    if (field.current === null) return
    field.current.value = text
    field.current.focus()
    onChosen()
  }
  return (
    <div>
      <TextInput
        {...input}
        ref={field}
        inputMode="decimal"
        maxLength={40}
        defaultValue={isAmount(value) ? shown(value) : value}
      />
      {fault?.amounts !== undefined && (
        <Group gap={6} mt={6}>
          {fault.amounts.map((amount) => (
            <Button key={amount} size="compact-sm" variant="default" onClick={() => choose(shownWith(amount, digits))}>
              {shownWith(amount, digits)}
            </Button>
          ))}
        </Group>
      )}
    </div>
  )
}
