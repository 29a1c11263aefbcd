import type { Dials } from '../../../engine/replay/as-of.ts'
import type { Instant } from '../../../engine/time.ts'
import type { DirectoryKind } from '../../heads/directory.ts'
import { textOfTime } from '../../session/rows.ts'
import type { Reader } from './records.ts'
import { noCharge } from './told.ts'

/** A stored figure (the engine's number) of the customer, or of a subject. */
type Stored = {
  readonly figure: number
  readonly subject: { readonly kind: DirectoryKind; readonly no: number } | null
}

/**
 * The change that set a stored figure last within both dials: when, and what it is since then. Undefined where none did, or
 * where something that came with it or after it counts earlier than what was there: only from there on is the order of
 * recording that of effect.
 */
export async function readLastSet(
  reader: Reader,
  customerId: string,
  { figure, subject }: Stored,
  { effectiveAt, knownSeq }: Pick<Dials, 'effectiveAt'> & { readonly knownSeq: number },
): Promise<{ readonly at: Instant; readonly value: bigint } | undefined> {
  const [row] = await reader.query<{ effective_at: Instant; after: bigint; is_late: boolean }>(
    `select s.effective_at, s.after, exists (
        select from record l where l.customer_id = $1 and l.late and l.seq <= $3::bigint
          and l.effective_at <= $4::timestamptz and l.seq >= (
            select max(first_seq) from operation where customer_id = $1 and first_seq <= s.seq)) as is_late
      from (select seq, effective_at, after from record
        where customer_id = $1 and ${noCharge('record')} and figure = $2::int and seq <= $3::bigint and effective_at <= $4::timestamptz
          ${subject === null ? '' : `and ${subject.kind} = $5::int`}
        order by seq desc limit 1) s`,
    [customerId, figure, knownSeq, textOfTime(effectiveAt), ...(subject === null ? [] : [subject.no])],
  )
  return row === undefined || row.is_late ? undefined : { at: row.effective_at, value: row.after }
}
