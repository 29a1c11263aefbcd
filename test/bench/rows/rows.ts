import type { Measure, Once } from '../measure.ts'
import { asOf } from './as-of.ts'
import { auditPages } from './audit.ts'
import { bytes } from './bytes.ts'
import { collection } from './collection.ts'
import { explanations } from './explain.ts'
import { historyRows, openInvoiceRows } from './growth.ts'
import { hotCustomer } from './hot.ts'
import { importing, importingUsage } from './import.ts'
import { bulkIngest } from './ingest.ts'
import { overMany } from './large.ts'
import { operations, pgbench } from './operations.ts'
import { verification, wholeLedger } from './verify.ts'

const writing: readonly Measure[] = [
  pgbench,
  operations,
  ...hotCustomer,
  ...openInvoiceRows,
  ...historyRows,
  ...bulkIngest,
  importingUsage,
  importing,
]

const reading: readonly Measure[] = [...auditPages, ...explanations, asOf]

/** All that is measured in rounds, in its order: verify first, questions and all chains on all that was written. */
export const rows: readonly Measure[] = [...verification, ...writing, ...reading, wholeLedger]

/**
 * The order for two checkouts, of which the faster writes more in its time and would then have more to look through:
 * whatever reads goes first, while both ledgers have the same records.
 */
export const rowsOfTwo: readonly Measure[] = [...verification, ...reading, ...writing]

/** All that is done once. */
export const onces: readonly Once[] = [...bytes, overMany, collection]
