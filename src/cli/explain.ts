import type { Command } from 'commander'
import { answerWhy } from '../service/read/explain.ts'
import { inTransaction } from '../store/store.ts'
import { withLedger } from './ledger.ts'
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
      const answer = await withLedger((store) =>
        inTransaction(store, (session) => answerWhy(session, customer, asked), 'repeatable read'),
      )
      print(answer, json, () => told(answer))
    })
}

const told = (answer: Awaited<ReturnType<typeof answerWhy>>): string =>
  [
    answer.sentence,
    `  ${answer.formula.words}; residual ${answer.residual}`,
    ...answer.verdicts.map((verdict) => `  ${verdict.holds ? 'yes' : 'no '}  ${verdict.words}`),
    ...answer.chain.map((one) => `  #${one.seq}  ${one.effective_at.slice(0, 10)}  ${one.sentence}`),
    ...answer.absences.map((absence) => `  ${absence}`),
  ].join('\n')
