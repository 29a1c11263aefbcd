import { compareRows, type Difference, type Span } from '../../../store/read/verify/compare.ts'
import type { OutRow, Table } from '../../../store/session/rows.ts'
import type { Session } from '../../../store/session/session.ts'
import { type Findings, found } from './finding.ts'

/** The rows of one customer that the records ask for, and where it is noted what differs. */
export type Asked = { readonly findings: Findings; readonly expected: () => readonly OutRow[] }

/**
 * Compares the rows of a table with those that the records ask for, of some customers at once. Forged records may hold
 * what no column can: that is a finding as well, and the rest is still looked at.
 */
export async function compared(session: Session, table: Table, of: readonly Asked[], span?: Span): Promise<void> {
  if (of.length === 0) return
  const by = new Map(of.map(({ findings }) => [findings.customerId, findings]))
  await session.query('savepoint comparing')
  try {
    const expected = of.flatMap((one) => one.expected())
    for (const one of await compareRows(session, table, [...by.keys()], expected, span))
      report(table, one, by.get(one.customerId))
  } catch (error) {
    await session.query('rollback to savepoint comparing')
    if (of.length > 1) {
      for (const one of of) await compared(session, table, [one], span)
      return
    }
    const reason = error instanceof Error ? error.message : String(error)
    for (const findings of by.values())
      found(findings, span?.from ?? null, `table ${table.name} cannot be compared with the records: ${reason}`)
  }
}

/** Says in words what differs between a table and the records. */
function report(table: Table, { key, what, columns }: Difference, findings: Findings | undefined): void {
  if (findings === undefined) return
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
