import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Dials } from '../client/queries.ts'
import { paths } from '../paths.ts'
import { DialsMenu, dialWords } from '../ui/dials-menu.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty } from '../ui/states.tsx'
import { browserZone, momentOf } from '../ui/time.ts'

type Props = {
  /** What was asked for, as it is called now: "Invoice 2026-09-001". */
  readonly what: string
  readonly asOf: string
  readonly dials: Dials
  readonly onTurn: (dials: Dials) => void
}

/** The page of something at a time before it existed: says so, and leads back. */
export const NotYet = ({ what, asOf, dials, onTurn }: Props) => (
  <>
    <PageHead
      crumbs={[
        <Link key="all" {...paths.customers()}>
          Customers
        </Link>,
        what,
      ]}
      title={what}
      actions={<DialsMenu {...dials} now={momentOf(asOf, browserZone())} onChange={onTurn} />}
    />
    <Empty
      title="It did not exist yet"
      actions={
        <Button variant="default" onClick={() => onTurn({})}>
          Back to now
        </Button>
      }
    >
      {`${dialWords(dials)} there was no ${what.charAt(0).toLowerCase()}${what.slice(1)}: no figures, no status, no records.`}
    </Empty>
  </>
)
