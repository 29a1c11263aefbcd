import { type Command, Option } from 'commander'
import type { AuditAsked } from '../service/read/audit/narrowing/filters.ts'
import { answerAudit } from '../service/read/audit/page.ts'
import { readCustomerTraits } from '../store/read/lists/customers.ts'
import type { Session } from '../store/session/session.ts'
import { inTransaction } from '../store/session/store.ts'
import { askLedger } from './ledger.ts'
import { localTime } from './local-time.ts'
import { print, table } from './table.ts'

/** The filters of `GET /audit`, each an option of the same name. */
const filters: Readonly<Record<string, string>> = {
  from: 'a time, or a day from its start',
  to: 'a time, or a day to its end',
  time: 'the clock of from, to and the order: effective or recorded',
  figure: 'lines that moved these figures, e.g. customer.balance',
  subject: 'customer, invoice:<number>, payment:<id>, credit_note:<number>, credit:<id>, dispute:<id>',
  kind: 'event, change, decision, message',
  type: 'e.g. payment_received',
  actor: 'who did it; "-system" leaves out',
  channel: 'web, api, cli, import, clock, mail, system',
  realm: 'realms',
  ip: 'addresses',
  amount: '30, >=30, <=30 or 10..30',
  direction: 'increase or decrease',
  invoice: 'invoice numbers',
  xdr: 'xDR ids',
  chain: 'number of a record',
  q: 'words',
  order: 'desc or asc',
  limit: 'lines, at most 500',
  cursor: 'where the page before ended',
}

type Options = AuditAsked & { readonly json?: boolean }

/** `whence audit [C]`: the audit log of a customer, or of all, with the filters of the API. */
export function addAudit(program: Command): void {
  const command = program
    .command('audit [customer]')
    .description('the audit log of a customer, or of all, e.g. audit 10042 --from 2026-10-01 --to 2026-10-31')
  for (const [name, words] of Object.entries(filters)) command.addOption(new Option(`--${name} <value>`, words))
  command.option('--json', 'as JSON').action(async (customer: string | undefined, { json, ...asked }: Options) => {
    const whose = { customerId: customer ?? null, zone: process.env.WHENCE_TIME_ZONE || 'UTC' }
    const read = async (session: Session) => {
      const page = await answerAudit(session, asked, whose)
      const traits = await readCustomerTraits(session, [...new Set(page.records.map((line) => line.customer_id))])
      return { page, zones: new Map(traits.map((one) => [one.customerId, one.timeZone])) }
    }
    const { page, zones } = await askLedger((store) => inTransaction(store, read, 'repeatable read'))
    print(page, json, () => auditTold(page, zones, customer === undefined))
  })
}

type Page = Awaited<ReturnType<typeof answerAudit>>

/** A page as a table. Times are those of each customer's own zone: the day on which he was told, paid or fell due. */
export function auditTold(
  { records, next, scanned_to: scannedTo, window, trail_limit: limit }: Page,
  zones: ReadonlyMap<string, string>,
  isOfAll: boolean,
): string {
  const rows = records.map((line) => [
    localTime(line.effective_at, zones.get(line.customer_id) ?? window.time_zone),
    ...(isOfAll ? [zones.get(line.customer_id) ?? window.time_zone] : []),
    ...(isOfAll ? [line.customer_id] : []),
    `#${line.seq}`,
    line.kind,
    line.delta ?? '',
    line.after ?? line.balance_after ?? '',
    line.actor,
    line.sentence,
  ])
  const header = [
    isOfAll ? 'Time' : `Time (${window.time_zone})`,
    ...(isOfAll ? ['Zone', 'Customer'] : []),
    'Record',
    'Kind',
    'Change',
    'After',
    'By',
    'What happened',
  ]
  const cut =
    limit === null ? [] : ['', `Of what led to these invoices only the first ${limit} records are in the log.`]
  const ended =
    scannedTo === null ? [] : ['', `Looked through to ${localTime(scannedTo, window.time_zone)} (${window.time_zone}).`]
  return [table(header, rows), ...cut, ...ended, ...(next === null ? [] : ['', `More: --cursor ${next}`])].join('\n')
}
