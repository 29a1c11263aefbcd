import { SimpleGrid } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Field } from './field.ts'
import css from './field-sections.module.css'

type Props = { readonly fields: readonly Field[]; readonly input: (field: Field) => ReactNode }

/** The fields of a long form, in titled parts, side by side where there is room. */
export const FieldSections = ({ fields, input }: Props) =>
  [...Map.groupBy(fields, (field) => field.section ?? '')].map(([section, members]) => (
    <fieldset key={section} className={css.section}>
      <legend>{section}</legend>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={12} verticalSpacing={12} className={css.grid}>
        {members.map((field) => (
          <div key={field.name} className={field.kind === 'several' ? css.whole : undefined}>
            {input(field)}
          </div>
        ))}
      </SimpleGrid>
    </fieldset>
  ))
