import { loadDemo } from '../../src/service/demo/load-demo.ts'
import { openStore } from '../../src/store/session/store.ts'

/** A process that loads the demonstration data and is killed by a test: `node demo-loader.ts URL NOW`. */
const [url = '', now = '0'] = process.argv.slice(2)
await loadDemo(await openStore(url), { now: BigInt(now), say: (line) => void process.stdout.write(`${line}\n`) })
process.exit(0)
