import pg from 'pg'

/**
 * What a failure of the database means for whoever asked. `gone`: it cannot be reached; `full`: it has no room; `busy`: all connections to it are at
 * work; `unknown`: the
 * connection broke while the transaction was committed, which may have happened; `held`: somebody else holds what is
 * needed; `late`: it took longer than it may; `still`: after a restore no numbers are given yet.
 */
export type StoreFault = 'gone' | 'full' | 'busy' | 'unknown' | 'held' | 'late' | 'still'

/** A connection broke between the commit and its answer: whether the transaction happened, nobody here knows. */
export class CommitUnknown extends Error {
  constructor(cause: unknown) {
    super('The connection to the database broke during the commit', { cause })
    this.name = 'CommitUnknown'
  }
}

/** All connections of this process were at work for as long as one may be waited for, or more wait than can be served. */
export class AllBusy extends Error {
  constructor(cause?: unknown) {
    super('All connections to the database are at work', { cause })
    this.name = 'AllBusy'
  }
}

/** Other work of this process holds what is needed, or waits for it itself. */
export class HeldElsewhere extends Error {
  constructor() {
    super('Other work holds what is needed')
    this.name = 'HeldElsewhere'
  }
}

/** A number is wanted, and none is given until the operator says which ones went out before the ledger was restored. */
export class NumbersStandStill extends Error {
  constructor() {
    super(
      'This ledger was restored from a backup, and no numbers are given until you say which ones went out last: see ' +
        '"whence restore status".',
    )
    this.name = 'NumbersStandStill'
  }
}

/** Whoever asked has hung up, and the question was ended. */
export class HungUp extends Error {
  constructor() {
    super('Whoever asked has hung up')
    this.name = 'HungUp'
  }
}

/** A failure in another thread, with what it means for whoever asked. */
export class ElsewhereFault extends Error {
  readonly means: StoreFault | undefined

  constructor(name: string, message: string, means: StoreFault | undefined) {
    super(message)
    this.name = name
    this.means = means
  }
}

/** Beginnings of SQLSTATE, the longest that fits counts. */
const states: readonly (readonly [begins: string, fault: StoreFault])[] = [
  ['55P03', 'held'], // lock_timeout
  ['40001', 'held'], // lost races that were lost again and again
  ['40P01', 'held'],
  ['57014', 'late'], // statement_timeout
  ['08', 'gone'], // connection exceptions
  ['53100', 'full'], // no room on its disk
  ['53', 'gone'], // out of connections, memory
  ['57P', 'gone'], // shut down, crashed, starting
  ['58', 'gone'], // errors of its files
  ['25006', 'gone'], // read only: a standby, or a server that was taken out
  ['25P03', 'gone'], // idle-in-transaction and transaction time-outs end the connection
  ['25P04', 'gone'],
  ['57P05', 'gone'],
]

/** What the driver says of a connection that is broken, cannot be had, or gives no answer. */
const OF_DRIVER =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout e)/
const OF_SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOTFOUND',
])

/** What kind of failure of the database an error is; undefined for everything else, as a statement that is wrong. */
export function storeFault(error: unknown): StoreFault | undefined {
  if (error instanceof CommitUnknown) return 'unknown'
  if (error instanceof HeldElsewhere) return 'held'
  if (error instanceof AllBusy) return 'busy'
  if (error instanceof NumbersStandStill) return 'still'
  if (error instanceof ElsewhereFault) return error.means
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? ''
    return states.find(([begins]) => code.startsWith(begins))?.[1]
  }
  if (!(error instanceof Error)) return undefined
  if (OF_DRIVER.test(error.message)) return 'gone'
  return 'syscall' in error && 'code' in error && OF_SOCKET.has(String(error.code)) ? 'gone' : undefined
}

/** Has the connection failed, and not only a statement on it? What the database answers as an error leaves it whole. */
export const isBroken = (error: unknown): boolean =>
  storeFault(error) === 'gone' && !(error instanceof pg.DatabaseError && error.severity === 'ERROR')
