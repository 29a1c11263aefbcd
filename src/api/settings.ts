import type { Behind } from '../service/time/clock-watch.ts'
import type { Room } from '../store/session/room.ts'
import type { Store } from '../store/session/store.ts'
import type { Apart } from './apart.ts'

/** How a server is to be run. */
export type Settings = {
  /** the folder of the built web page */
  readonly web: string
  /** what /health says of mail: "configured", "not configured" */
  readonly mail: string
  /** what /health says of the clock of this machine; null: it is not behind the records */
  readonly clockBehind: () => Behind | null
  readonly version: string
  /** names under which it is asked beside its addresses and `localhost` */
  readonly hosts: readonly string[]
  /** addresses of proxies in front of it, whose word is taken for who asks, under which name, and how */
  readonly proxies: readonly string[]
  /** in PEM; without it, it speaks HTTP alone */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  /** zone of bare dates in questions about all customers */
  readonly zone: string
  /** lines of the log, from which level on; silent by default */
  readonly logLevel: string
  /** where lines of the log go; standard output */
  readonly log?: { readonly write: (line: string) => void }
  /** how long a request may pause within its body; ms */
  readonly silenceMs: number
  /** what /ready asks: connections of its own, so that it answers whatever the others wait for */
  readonly probe: Pick<Store, 'query'>
  /** of the disk of the database, where this machine has it */
  readonly room: Room
  /** customers beyond which work that concerns them is done in a run, answered before it is done */
  readonly manyCustomers: number
  /** who answers what is too much for this thread; without it, nothing is */
  readonly apart?: Apart | undefined
}
