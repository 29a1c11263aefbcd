import type { Command } from 'commander'
import { answerTerms, answerWhy, answerWhyChain } from '../service/read/why/explain.ts'
import { readCustomerTraits } from '../store/read/lists/customers.ts'
import type { Session } from '../store/session/session.ts'
import { inTransaction } from '../store/session/store.ts'
import { askLedger } from './ledger.ts'
import { localDay } from './local-time.ts'
import { print } from './table.ts'

type Options = {
  subject?: string
  asOf?: string
  knownAt?: string
  json?: boolean
  terms?: boolean
  group?: string
  earlier?: boolean
  limit: string
  cursor?: string
}

/** `whence explain C FIGURE`: why a figure is what it is; what its terms open into; the earlier records of its chain. */
export function addExplain(program: Command): void {
  program
    .command('explain <customer> <figure>')
    .description('why a figure is what it is, e.g. explain 10042 invoice.outstanding --subject invoice:2026-09-001')
    .option(
      '--subject <subject>',
      'invoice:<number>, payment:<id>, credit_note:<number>, credit:<id>, dispute:<id>; the customer where left out',
    )
    .option('--as-of <time>', 'as of then')
    .option('--known-at <time>', 'as known then, a time or seq:<n>')
    .option('--terms', 'the list that the figure is the sum of: records, groups of charges, or terms')
    .option('--group <group>', 'with --terms, of invoice.total: the charges of one group')
    .option('--earlier', 'the earlier records of its chain, from --cursor on')
    .option('--limit <n>', 'items of a list', '100')
    .option('--cursor <cursor>', 'where a list goes on')
    .option('--json', 'as JSON')
    .action(async (customer: string, figure: string, options: Options) => {
      const { subject, asOf, knownAt, group, cursor, json } = options
      const asked = { figure, subject, asOf, knownAt, limit: Number(options.limit), cursor }
      if (options.terms || group !== undefined) {
        const { answer, zone } = await read(customer, (session) => answerTerms(session, customer, { ...asked, group }))
        print(answer, json, () => toldTerms(answer, zone))
      } else if (options.earlier) {
        const { answer, zone } = await read(customer, (session) => answerWhyChain(session, customer, asked))
        print(answer, json, () => [...answer.items.map(toldLink(zone)), ...goesOn(answer.next)].join('\n'))
      } else {
        const { answer, zone } = await read(customer, (session) => answerWhy(session, customer, asked))
        print(answer, json, () => told(answer, zone))
      }
    })
}

/** An answer, and the zone of the customer, in which its days are told. */
async function read<T>(
  customerId: string,
  work: (session: Session) => Promise<T>,
): Promise<{ readonly answer: T; readonly zone: string }> {
  const both = async (session: Session) => {
    const answer = await work(session)
    const [traits] = await readCustomerTraits(session, [customerId])
    return { answer, zone: traits?.timeZone ?? 'UTC' }
  }
  return await askLedger((store) => inTransaction(store, both, 'repeatable read'))
}

type Answer = Awaited<ReturnType<typeof answerWhy>>

const told = (answer: Answer, zone: string): string =>
  [
    answer.sentence,
    `  ${answer.formula.words}; residual ${answer.residual}`,
    ...answer.terms.flatMap((term) =>
      term.because === undefined ? [] : [`  ${term.value} of ${term.label}: ${term.because}`],
    ),
    ...answer.verdicts.map(({ holds, words }) => `  ${holds ? 'yes' : 'no '}  ${words}`),
    ...answer.parameters.map((one) => toldParameter(one, zone)),
    ...earlierThan(answer),
    ...answer.chain.map(toldLink(zone)),
    ...answer.absences.map((absence) => `  ${absence}`),
  ].join('\n')

const toldLink =
  (zone: string) =>
  (one: Answer['chain'][number]): string =>
    `  #${one.seq}  ${localDay(one.effective_at, zone)}  ${one.sentence}`

function toldParameter({ name, value, ...origin }: Answer['parameters'][number], zone: string): string {
  const { policy_version, valid_from, set_by } = origin
  const version = policy_version === null ? '' : `, policy version ${policy_version}`
  const from = valid_from === null ? '' : `, from ${localDay(valid_from, zone)}`
  return `  ${name} = ${value}${version}${from}${set_by === null ? '' : `, set by ${set_by}`}`
}

/** What of the chain is not shown, never silently. */
const earlierThan = ({ chain, chain_count, chain_at_least, chain_next }: Answer): string[] =>
  chain_next === null
    ? []
    : [
        `  ${chain.length} of ${chain_at_least ? 'at least ' : ''}${chain_count} records; the earlier ones: --earlier --cursor ${chain_next}`,
      ]

function toldTerms(answer: Awaited<ReturnType<typeof answerTerms>>, zone: string): string {
  const items = answer.items.map(({ sign, value, label, seq, effective_at }) => {
    const record = seq === null ? '' : `#${seq}  `
    const day = effective_at === undefined ? '' : `${localDay(effective_at, zone)}  `
    return `  ${sign === '-' ? '-' : ' '}${value}  ${record}${day}${label}`
  })
  const count = `${answer.items.length} of ${answer.at_least ? 'at least ' : ''}${answer.count}`
  return [...items, `${count}, sum ${answer.sum} of ${answer.value}`, ...goesOn(answer.next)].join('\n')
}

const goesOn = (next: string | null): string[] => (next === null ? [] : [`goes on with --cursor ${next}`])
