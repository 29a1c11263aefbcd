import type { Taken, Taking } from '../../engine/asked/taken.ts'
import { eventNo } from '../../engine/bytes/numbers.ts'
import { decode } from '../../engine/bytes/record-bytes.ts'
import { chargeValue, creditTypes } from '../../engine/events/charges.ts'
import { MOST_BOOKED_AGAIN, MOST_RANGES } from '../../engine/planning/issuing/charges-taken.ts'
import type { Charge, Ranges } from '../../engine/state/customer.ts'
import { sizeOf } from '../../engine/state/ranges.ts'
import type { Instant } from '../../engine/time.ts'
import { unpacked } from '../history/packed.ts'
import { type Columns, insertSql, sendRows, type Table, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { each } from './released.ts'
import { type Owned, pairs, type Wanted } from './wanted.ts'

type ChargeRow = { readonly customer_id: string; readonly canonical: Uint8Array }

// only what makes a charge has its number: as the index of charge numbers has it
const isCharge = 'r.charge is not null'
const fields = 'r.customer_id, r.canonical'
const named = `select ${fields} from unnest($1::text[], $2::bigint[]) as n (customer_id, xdr_id)
    ${each('record', 'r', `r.customer_id = n.customer_id and r.xdr_id = n.xdr_id and ${isCharge}`)}`
const onInvoices = `select ${fields} from unnest($1::text[], $2::text[]) as n (customer_id, id)
    ${each('invoice', 'i', 'i.customer_id = n.customer_id and i.invoice = n.id')}
    cross join lateral (select sum(s.to_no - s.from_no + 1) as size from invoice_charges s
       where s.customer_id = i.customer_id and s.invoice = i.no offset 0) s
    ${each('invoice_charges', 'c', 'c.customer_id = i.customer_id and c.invoice = i.no and s.size <= $3::int')}
    ${each('record', 'r', `r.customer_id = c.customer_id and r.charge between c.from_no and c.to_no`)}`

// the charges of some ranges of numbers, in their order
const within = `unnest($2::int[], $3::int[]) as u (from_no, to_no)
    ${each('record', 'r', `r.customer_id = $1 and r.charge between u.from_no and u.to_no`)}`
const isTaken = '($4::timestamptz is null or r.effective_at <= $4)'
const isBefore = `${isTaken} and r.effective_at < $5::timestamptz`
const sums = `select count(*)::int as there, (count(*) filter (where ${isTaken}))::int as taken,
    (count(*) filter (where ${isBefore}))::int as before, max(r.effective_at) filter (where ${isTaken}) as latest,
    coalesce(sum(case when r.type = any($6::smallint[]) then -r.amount else r.amount end) filter (where ${isTaken}), 0) as sum
  from ${within}`
const rangesOf = (which: string): string => `select min(no) as from_no, max(no) as to_no from (
    select r.charge as no, r.charge - row_number() over (order by r.charge) as island from ${within} where ${which}
  ) n group by island order by from_no limit ${MOST_RANGES + 1}`
const rangesTaken = rangesOf(isTaken)
const rangesBefore = rangesOf(isBefore)
const numbered = `select ${fields} from ${within}`

/**
 * Booked charges that are named, and all of invoices of which they are wanted, unless these are more than can be booked
 * again. Credits and late fees are charges too.
 */
export async function loadCharges(session: Session, wanted: readonly Wanted[]): Promise<Owned<Charge>[]> {
  const [owners, xdrIds] = pairs(wanted, (one) => one.charges)
  const invoices = pairs(wanted, (one) => one.chargesOf)
  const rows = await Promise.all([
    xdrIds.length === 0 ? [] : session.query<ChargeRow>(named, [owners, xdrIds.map(String)]),
    invoices[0].length === 0 ? [] : session.query<ChargeRow>(onInvoices, [...invoices, MOST_BOOKED_AGAIN]),
  ])
  return rows.flat().map((row) => ({ customerId: row.customer_id, subject: chargeFrom(row) }))
}

/** The charges of a customer that have some numbers. */
export async function chargesIn(session: Reads, customerId: string, ranges: Ranges): Promise<Charge[]> {
  if (ranges.length === 0) return []
  return (await session.query<ChargeRow>(numbered, [customerId, ...columnsOf(ranges)])).map(chargeFrom)
}

type Reads = Pick<Session, 'query'>
const credits = creditTypes.map((type) => eventNo.of(type))

type Sums = {
  readonly there: number
  readonly taken: number
  readonly before: number
  readonly latest: Instant | null
  readonly sum: bigint
}

/**
 * What the charges come to that an invoice takes, summed by the database however many there are; more ranges than an
 * invoice may have are not read. Throws where a number is that of no charge.
 */
export async function sumCharges(session: Reads, customerId: string, { among, until, begins }: Taking): Promise<Taken> {
  const [upTo, from] = [until, begins].map((one) => (one === null ? null : textOfTime(one)))
  const asked = [customerId, ...columnsOf(among), upTo]
  const [row] = await session.query<Sums>(sums, [...asked, from, credits])
  const { there, taken, before, latest, sum } = row ?? { there: 0, taken: 0, before: 0, latest: null, sum: 0n }
  if (there !== sizeOf(among)) throw new Error(`Of ${sizeOf(among)} charges of ${customerId} ${there} are there`)
  const charges = taken === there ? among : await rangesIn(session, rangesTaken, asked)
  const late = before === 0 ? [] : await rangesIn(session, rangesBefore, [...asked, from])
  return { charges, sum, latest, before: late }
}

async function rangesIn(session: Reads, sql: string, asked: readonly unknown[]): Promise<Ranges> {
  const rows = await session.query<{ from_no: number; to_no: number }>(sql, asked)
  return rows.map((row) => [row.from_no, row.to_no])
}

/** Ranges as two columns: where each begins, and where it ends. */
const columnsOf = (ranges: Ranges): [number[], number[]] => [ranges.map(([from]) => from), ranges.map(([, to]) => to)]

/** A charge as booking it makes it: a credit is a negative one. */
function chargeFrom({ canonical }: ChargeRow): Charge {
  const record = decode(unpacked(canonical))
  if (record.kind !== 'event' || record.facts.charge === undefined)
    throw new Error('A record that ought to be of a charge is of none')
  const { charge, xdrId = 0n, service = '', creditKind = null } = record.facts
  return {
    no: charge.no,
    seq: record.seq,
    xdrId,
    amount: chargeValue(record),
    service,
    creditKind,
    effectiveAt: record.effectiveAt,
  }
}

/** Which charges stand on an invoice: ranges of their numbers. */
export type InvoiceCharges = {
  readonly customerId: string
  readonly invoice: number
  readonly from: number
  readonly to: number
}

const columns: Columns = { customer_id: 'text', invoice: 'integer', from_no: 'integer', to_no: 'integer' }

/** For comparing with the records. */
export const invoiceChargesTable: Table = { name: 'invoice_charges', columns, key: ['customer_id', 'from_no'] }
const insert = insertSql('invoice_charges', columns)

/** Puts charges on an invoice. */
export function insertInvoiceCharges(session: Session, ranges: readonly InvoiceCharges[]): Promise<void> {
  const rows = ranges.values().map((one) => ({
    customer_id: one.customerId,
    invoice: one.invoice,
    from_no: one.from,
    to_no: one.to,
  }))
  return sendRows(session, insert, rows)
}
