import { openStore } from '../src/store/session/store.ts'
import { compareLedgers } from '../test/compare/compare.ts'

/**
 * Says whether two ledgers hold the same records: exit 0 when they do, 1 when not, 2 when it cannot be said.
 *   node script/compare.ts URL URL
 */
const [first, second] = process.argv.slice(2)
if (first === undefined || second === undefined) {
  console.error('Give the addresses of two databases: script/compare postgres://…/one postgres://…/other')
  process.exit(2)
}

const [one, other] = await Promise.all([openStore(first), openStore(second)])
try {
  const compared = await compareLedgers(one, other)
  if (compared.same) {
    const { customers, records, fingerprint } = compared
    console.log(`The same: ${customers} streams, ${records} records, fingerprint ${fingerprint}.`)
  } else {
    const { customerId, seq, at, one: here, other: there } = compared.difference
    console.log(
      `They differ first in customer ${customerId}, record ${seq}, ${at}: ${here} in the first, ${there} in the other.`,
    )
    process.exitCode = 1
  }
} finally {
  await Promise.all([one.close(), other.close()])
}
