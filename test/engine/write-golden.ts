import { writeFileSync } from 'node:fs'
import { encode, hashInput, noHash } from '../../src/engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { sha256 } from '../memory/ledger.ts'
import { histories } from './golden-history.ts'

// `node test/engine/write-golden.ts` writes what the engine makes of the golden histories. Only for new rules: records of
// older ones stay in files of their own (golden.rules-2.json has their circumstances too) and are read for ever.

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function linesOf(records: readonly LedgerRecord[]) {
  let last = noHash
  return records.map((record) => {
    last = sha256(hashInput(last, encode(record)))
    return { type: record.type, bytes: hex(encode(record)), hash: hex(last) }
  })
}

const golden = Object.fromEntries(Object.entries(histories).map(([name, make]) => [name, linesOf(make())]))
writeFileSync(new URL('golden.records.json', import.meta.url), `${JSON.stringify(golden, null, 1)}\n`)
