import type { OutRow, Table } from '../../session/rows.ts'
import type { Session } from '../../session/session.ts'

/** A row that is not as the records say. `columns` names what differs; the key is that of the table. */
export type Difference = {
  readonly customerId: string
  readonly key: Readonly<Record<string, string>>
  readonly what: 'missing' | 'extra' | 'different'
  readonly columns: readonly string[]
}

/** Which rows of some customers are looked at: all, or those whose number lies in a range, both ends included. */
export type Span = { readonly column: string; readonly from: number; readonly to: number }

/**
 * Compares the rows of some customers in a table with those that there ought to be, in the database: it alone knows when
 * two values of its types are equal. Answers what differs, at most 50 of each customer.
 */
export async function compareRows(
  session: Pick<Session, 'query'>,
  table: Table,
  customerIds: readonly string[],
  expected: readonly OutRow[],
  span?: Span,
): Promise<Difference[]> {
  const values = [customerIds, JSON.stringify(expected), ...(span === undefined ? [] : [span.from, span.to])]
  return await session.query<Difference>(compareSql(table, span), values)
}

function compareSql({ name, columns, key }: Table, span: Span | undefined): string {
  const names = Object.keys(columns)
  const typed = names.map((column) => `${column} ${columns[column]}`).join(', ')
  const same = key.map((column) => `e.${column} = a.${column}`).join(' and ')
  const keyed = key.map((column) => `'${column}', coalesce(e.${column}, a.${column})::text`).join(', ')
  const differing = names.map((column) => `case when e.${column} is distinct from a.${column} then '${column}' end`)
  const within = span === undefined ? '' : `and ${span.column} between $3 and $4`
  return `with expected as (select * from json_to_recordset($2::json) as r(${typed})),
      actual as (select ${names.join(', ')} from ${name} where customer_id = any($1) ${within})
    select coalesce(e.customer_id, a.customer_id) as "customerId", jsonb_build_object(${keyed}) as key,
      case when a.customer_id is null then 'missing' when e.customer_id is null then 'extra' else 'different' end as what,
      array_remove(array[${differing.join(', ')}], null) as columns
    from expected e full join actual a on ${same}
    where ${names.map((column) => `e.${column} is distinct from a.${column}`).join(' or ')}
    limit 50 * cardinality($1)`
}
