import type { Measure } from '../measure.ts'
import { asOf } from './as-of.ts'
import { auditPages } from './audit.ts'
import { explanations } from './explain.ts'
import { hotCustomer } from './hot.ts'
import { bulkIngest } from './ingest.ts'
import { openInvoiceRows } from './open-invoices.ts'
import { operations } from './operations.ts'
import { verification } from './verify.ts'

/** All that is measured, in its order: verify first, while all ledgers have the same records. */
export const rows: readonly Measure[] = [
  verification,
  operations,
  ...hotCustomer,
  ...openInvoiceRows,
  bulkIngest,
  ...auditPages,
  ...explanations,
  asOf,
]
