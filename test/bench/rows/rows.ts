import type { Measure, Once } from '../measure.ts'
import { asOf } from './as-of.ts'
import { auditPages } from './audit.ts'
import { bytes } from './bytes.ts'
import { collection } from './collection.ts'
import { explanations } from './explain.ts'
import { historyRows, openInvoiceRows } from './growth.ts'
import { hotCustomer } from './hot.ts'
import { importing } from './import.ts'
import { bulkIngest } from './ingest.ts'
import { operations, pgbench } from './operations.ts'
import { verification } from './verify.ts'

/** All that is measured in rounds, in its order: verify first, while all ledgers have the same records. */
export const rows: readonly Measure[] = [
  ...verification,
  pgbench,
  operations,
  ...hotCustomer,
  ...openInvoiceRows,
  ...historyRows,
  ...bulkIngest,
  importing,
  ...auditPages,
  ...explanations,
  asOf,
]

/** All that is done once. */
export const onces: readonly Once[] = [...bytes, collection]
