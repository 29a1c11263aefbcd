import type { Command } from 'commander'
import { answerWhy } from '../service/read/explain.ts'
import { readCustomerTraits } from '../store/read/customers.ts'
import { inTransaction, type Session } from '../store/store.ts'
import { withLedger } from './ledger.ts'
import { localDay } from './local-time.ts'
import { print } from './table.ts'

type Options = { subject?: string; asOf?: string; knownAt?: string; json?: boolean }

/** `whence explain C FIGURE`: why a figure is what it is. */
export function addExplain(program: Command): void {
  program
    .command('explain <customer> <figure>')
    .description('why a figure is what it is, e.g. explain 10042 invoice.outstanding --subject invoice:2026-09-001')
    .option('--subject <subject>', 'invoice:<number>, payment:<id>, credit:<id>; the customer where left out')
    .option('--as-of <time>', 'as of then')
    .option('--known-at <time>', 'as known then, a time or seq:<n>')
    .option('--json', 'as JSON')
    .action(async (customer: string, figure: string, { subject, asOf, knownAt, json }: Options) => {
      const asked = { figure, subject, asOf, knownAt }
      const read = async (session: Session) => {
        const why = await answerWhy(session, customer, asked)
        const [traits] = await readCustomerTraits(session, [customer])
        return { why, zone: traits?.timeZone ?? 'UTC' }
      }
      const { why, zone } = await withLedger((store) => inTransaction(store, read, 'repeatable read'))
      print(why, json, () => told(why, zone))
    })
}

/** Days are those of the customer's zone. */
const told = (answer: Awaited<ReturnType<typeof answerWhy>>, zone: string): string =>
  [
    answer.sentence,
    `  ${answer.formula.words}; residual ${answer.residual}`,
    ...answer.verdicts.map((verdict) => `  ${verdict.holds ? 'yes' : 'no '}  ${verdict.words}`),
    ...answer.chain.map((one) => `  #${one.seq}  ${localDay(one.effective_at, zone)}  ${one.sentence}`),
    ...answer.absences.map((absence) => `  ${absence}`),
  ].join('\n')
