import type { Command } from 'commander'
import type { AskedLevels } from '../service/verify/levels.ts'
import { type Verified, verify } from '../service/verify/verify.ts'
import { askLedger } from './ledger.ts'
import { print, table } from './table.ts'
import { withCrew } from './threads/crew.ts'
import { verifyProgress } from './verify-progress.ts'

type Options = AskedLevels & { readonly resume?: boolean; readonly json?: boolean }

/** `whence verify`: refolds everything that is kept; exit code 1 where something is wrong, with customer and record. */
export function addVerify(program: Command): void {
  program
    .command('verify [customer]')
    .description('check the chain, the fold and the identities of all customers, or of one')
    .option('--chain', 'only follow the chains: bytes by their hashes, numbers without gaps')
    .option('--columns', 'follow the chains, and compare every row beside the bytes, lists and heads among them')
    .option('--book', 'follow the chains, and book every operation again; without any of these three, all of it')
    .option('--decide', 'all of it, and also decide every command again, and compare with what was booked')
    .option('--resume', 'go on from what an earlier verify of this release looked at, trusting that it did')
    .option('--json', 'as JSON')
    .action(async (customer: string | undefined, { json, ...asked }: Options) => {
      const progress = verifyProgress()
      const verified = await askLedger((store, url) =>
        withCrew(url, (crew) => verify(store, { ...asked, marks: true, customer, crew, progress: progress.show })),
      ).finally(progress.end)
      print(verified, json, () => told(verified))
      if (verified.findings.length > 0) process.exitCode = 1
    })
}

function told({ customers, records, findings, appendOnly, decided, trusted, marked }: Verified): string {
  const privileges = appendOnly
    ? ''
    : '\nAppend-only is not enforced by privileges: the login of the server may become its owner (docs/manual, A database of yours).'
  const again =
    decided === null
      ? ''
      : `, ${decided.again} operations decided again, ${decided.not} of older rules booked again only`
  const passed = trusted === null ? '' : `, ${trusted} customers passed over by their marks`
  const looked = `${records} records of ${customers} customers looked at${again}${passed}`
  const unmarked = marked === false ? '\nNo marks could be kept: --resume will not go on from here.' : ''
  if (findings.length === 0) return `${looked}: all of it holds.${privileges}${unmarked}`
  const rows = findings.map((one) => [one.customerId, one.seq === null ? '' : `#${one.seq}`, one.what])
  return `${looked}: ${findings.length} findings.\n${table(['Customer', 'Record', 'What is wrong'], rows)}`
}
