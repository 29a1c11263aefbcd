import { compareRows, type Difference, type Span } from '../../../store/read/verify/compare.ts'
import type { OutRow, Table } from '../../../store/session/rows.ts'
import type { Session } from '../../../store/session/session.ts'
import { type Findings, found } from './finding.ts'

/**
 * Compares the rows of a table with those that the records ask for. Forged records may hold what no column can: that is
 * a finding as well, and the rest is still looked at.
 */
export async function compared(
  session: Session,
  table: Table,
  expected: () => readonly OutRow[],
  findings: Findings,
  span?: Span,
): Promise<void> {
  await session.query('savepoint comparing')
  try {
    const differences = await compareRows(session, table, findings.customerId, expected(), span)
    for (const one of differences) report(table, one, findings)
  } catch (error) {
    await session.query('rollback to savepoint comparing')
    const reason = error instanceof Error ? error.message : String(error)
    found(findings, span?.from ?? null, `table ${table.name} cannot be compared with the records: ${reason}`)
  }
}

/** Says in words what differs between a table and the records. */
function report(table: Table, { key, what, columns }: Difference, findings: Findings): void {
  const { customer_id: _same, seq, ...rest } = key
  const which = Object.entries(rest).map(([name, value]) => ` ${name} ${value}`)
  const row = `table ${table.name}${which.join(',')}`
  const words = {
    missing: `${row}: the row is missing`,
    extra: `${row}: there is a row that no record accounts for`,
    different: `${row}: ${columns.join(', ')} not as the records say`,
  }
  found(findings, seq === undefined ? null : Number(seq), words[what])
}
