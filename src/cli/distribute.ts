import process from 'node:process'
import { type Command, InvalidArgumentError } from 'commander'
import { distribute } from '../store/distributed/distribute.ts'
import { MOST_PARTS, PARTS, planOf, type Step } from '../store/distributed/plan.ts'
import { checkDatabase } from '../store/migrations/migrate-database.ts'
import { UsageFault } from './fault.ts'

const NOT_YET_RUN = 'Not yet run on a real Citus: try it on a copy first, and see docs/scale.md for what is not known.'

/** `whence db distribute`: spreads the tables of a coordinator of Citus over its nodes. */
export function addDistribute(db: Command): void {
  db.command('distribute')
    .description('spread the tables over the nodes of a Citus coordinator; not yet run on a real one')
    .option('--plan', 'print the statements, and ask no database')
    .option('--parts <n>', 'how many parts the tables are cut into, for good', countOf, PARTS)
    .addHelpText('after', `\nAn administrator does it once, with no server running. ${NOT_YET_RUN}`)
    .action(async ({ plan, parts }: { plan?: boolean; parts: number }) => {
      if (plan) return console.log(toldPlan(parts))
      const url = process.env.DATABASE_URL
      if (!url)
        throw new UsageFault(
          'There is nothing to distribute: without DATABASE_URL the database is the embedded one, which has no Citus. ' +
            'Let DATABASE_URL name a coordinator of Citus.',
        )
      await checkDatabase(url)
      const steps = await distribute(url, parts, (step, no, of) => console.error(`${no}/${of} ${toldStep(step)}`))
      console.log(`Done, in ${steps} steps. ${NOT_YET_RUN}\nRun "whence verify", then start the servers.`)
    })
}

const toldPlan = (parts: number): string =>
  [`-- ${NOT_YET_RUN}`, ...planOf(parts).map(({ sql }) => `${sql};`)].join('\n')

const toldStep = ({ table, does }: Step): string =>
  does === 'spread' ? `Spreading ${table}` : `Clearing the coordinator's own copy of ${table}`

function countOf(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || count > MOST_PARTS)
    throw new InvalidArgumentError(`Give a number from 1 to ${MOST_PARTS}.`)
  return count
}
