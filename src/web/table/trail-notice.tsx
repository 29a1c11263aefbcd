import type { AuditPage } from '../../contract/answers.ts'
import { count } from '../ui/time.ts'
import ui from '../ui/ui.module.css'

/** Says that of what led to the invoices of a log only the first records are in it. */
export const TrailNotice = ({ limit }: { readonly limit: AuditPage['trail_limit'] }) =>
  limit !== null && (
    <p className={ui.meta} role="status">
      Of what led to this, only the first {count(limit, 'record')} are in the log. Later ones are left out: follow the
      causes of its records.
    </p>
  )
