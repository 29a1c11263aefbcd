import type { Command } from 'commander'
import { type Verified, verify } from '../service/verify/verify.ts'
import { askLedger } from './ledger.ts'
import { print, table } from './table.ts'

/** `whence verify`: refolds everything that is kept; exit code 1 where something is wrong, with customer and record. */
export function addVerify(program: Command): void {
  program
    .command('verify [customer]')
    .description('check the chain, the fold and the identities of all customers, or of one')
    .option('--decide', 'also decide every command again, and compare with what was booked')
    .option('--json', 'as JSON')
    .action(async (customer: string | undefined, { decide, json }: { decide?: boolean; json?: boolean }) => {
      const verified = await askLedger((store) => verify(store, { customer, decide }))
      print(verified, json, () => told(verified))
      if (verified.findings.length > 0) process.exitCode = 1
    })
}

function told({ customers, records, findings, appendOnly, decided }: Verified): string {
  const privileges = appendOnly
    ? ''
    : '\nAppend-only is not enforced by privileges: the login of the server may become its owner (docs/manual, A database of yours).'
  const again =
    decided === null
      ? ''
      : `, ${decided.again} operations decided again, ${decided.not} of older rules booked again only`
  const looked = `${records} records of ${customers} customers looked at${again}`
  if (findings.length === 0) return `${looked}: all of it holds.${privileges}`
  const rows = findings.map((one) => [one.customerId, one.seq === null ? '' : `#${one.seq}`, one.what])
  return `${looked}: ${findings.length} findings.\n${table(['Customer', 'Record', 'What is wrong'], rows)}`
}
