import type { AuditPage } from '../../contract/answers.ts'
import { countText } from '../ui/time.ts'
import ui from '../ui/ui.module.css'

/** Says that a log under dials ends there, and how many records lie beyond. */
export const LaterNotice = ({ later }: { readonly later: AuditPage['later'] }) =>
  later !== null &&
  later.count > 0 && (
    <p className={ui.meta} role="status">
      The log ends at the dials of this page: {countText(later)} later {later.count === 1 ? 'record is' : 'records are'}{' '}
      left out.
    </p>
  )
