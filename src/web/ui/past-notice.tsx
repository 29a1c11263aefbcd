import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { dialWords } from './dials-menu.tsx'
import css from './past-notice.module.css'

type Props = { readonly as_of?: string | undefined; readonly known_at?: string | undefined; readonly onNow: () => void }

/** Says that the page does not show now, and leads back. */
export const PastNotice = ({ as_of, known_at, onNow }: Props) =>
  (as_of !== undefined || known_at !== undefined) && (
    <div className={css.notice} role="status">
      <IconHistory size={16} aria-hidden />
      <span>
        <strong>{dialWords({ as_of, known_at })}.</strong> The figures are not those of now.
      </span>
      <Button variant="default" h={26} className="no-print" onClick={onNow}>
        Back to now
      </Button>
    </div>
  )
