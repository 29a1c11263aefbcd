import pg from 'pg'
import { asker } from './asker.ts'
import { AllBusy, CommitUnknown, HungUp, isBroken } from './faults.ts'
import { loginOf, ownerOf } from './login.ts'
import type { AtOnce, Session } from './session.ts'
import { copyOut } from './wire/copy-out.ts'
import { gatheringSocket } from './wire/gathering.ts'
import { openParcels, type Parcels } from './wire/parcel.ts'
import { parsers } from './wire/parsers.ts'

/** The ledger's database, as a login that can only add to history, wherever there may be one. */
export type Store = {
  readonly pool: pg.Pool
  readonly query: Session['query']
  /** whether the database itself keeps this process from changing history, whatever it puts on or off */
  readonly appendOnly: boolean
  /** how long whoever asks waits for what others hold; null: until they let go of it; ms */
  readonly waitMs: number | null
  readonly close: () => Promise<void>
}

export type StoreOptions = {
  /** most connections at once; 10 */
  readonly size?: number
  /** work as the login itself: for migrations, restoring and tests that tamper */
  readonly asOwner?: boolean
  /** how long things may take; without it, as long as they take */
  readonly budget?: Budget
  /** how much of one customer is taken on at once; without it, whatever there is */
  readonly atOnce?: AtOnce
  /** whether to go about it as on several nodes, which does on one as well; without it, as the database is */
  readonly isDistributed?: boolean
}

/** How long whoever asks waits at most: for a row that somebody holds, a statement, an answer, a connection. */
export type Budget = {
  readonly lockMs: number
  readonly statementMs: number
  /** from asking to the answer: longer than a statement may take, it ends what waits for a database that hangs */
  readonly answerMs: number
  readonly connectionMs: number
}

/** The budget of a server, whose callers wait. */
export const serverBudget: Budget = { lockMs: 5000, statementMs: 15_000, answerMs: 20_000, connectionMs: 5000 }

const settings = '-c timezone=UTC -c datestyle=ISO -c idle_in_transaction_session_timeout=60s'

/**
 * Connects to a migrated database. All statements of a connection are pipelined: sent without waiting for the answers
 * of the ones before (3.2 times as fast on single rows).
 */
export async function openStore(
  url: string,
  { size = 10, asOwner = false, budget, atOnce, isDistributed }: StoreOptions = {},
): Promise<Store> {
  const login = await (asOwner ? ownerOf(url) : loginOf(url))
  const options = login.role === null ? settings : `${settings} -c role=${login.role}`
  const pool = new pg.Pool({
    connectionString: login.url,
    max: size,
    options,
    types: parsers,
    pipeline: true,
    stream: gatheringSocket,
    ...limits(budget),
  })
  // A connection that dies while idle is replaced by the pool; its death is no one's failure. That of one at work is
  // the failure of its statements; without a listener it would end the process as well.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    // the server looks whether we are still there: what was asked by one who is gone ends, and lets go of its rows
    void quiet(client.query(`set client_connection_check_interval = '1s'`))
  })
  if (atOnce !== undefined) limitsOf.set(pool, atOnce)
  if (isDistributed ?? login.isDistributed) distributed.add(pool)
  return {
    pool,
    appendOnly: login.isBound,
    waitMs: budget?.lockMs ?? null,
    query: <R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => rowsOf<R>(pool, sql, values),
    close: () => pool.end(),
  }
}

/** A statement by itself, on a connection of the pool. */
async function rowsOf<R extends pg.QueryResultRow>(
  pool: pg.Pool,
  sql: string,
  values?: readonly unknown[],
): Promise<R[]> {
  const client = await connectionOf(pool)
  const parcels = openParcels(client)
  let broken = false
  try {
    const answer = parcels.ask(sql, values)
    parcels.send()
    return (await answer).rows as R[]
  } catch (error) {
    broken = isBroken(error)
    throw error
  } finally {
    client.release(broken)
  }
}

const connectionOf = (pool: pg.Pool): Promise<pg.PoolClient> =>
  pool.connect().catch((error: unknown) => {
    throw ofPool(pool, error)
  })

const limitsOf = new WeakMap<pg.Pool, AtOnce>()
const distributed = new WeakSet<pg.Pool>()

/** The pool says the same of a database that does not answer and of connections that are all at work. */
const ofPool = (pool: pg.Pool, error: unknown): unknown =>
  error instanceof Error && error.message === NO_CONNECTION && pool.totalCount >= pool.options.max
    ? new AllBusy(error)
    : error

const NO_CONNECTION = 'timeout exceeded when trying to connect'

const limits = (budget: Budget | undefined): pg.PoolConfig =>
  budget === undefined
    ? {}
    : {
        lock_timeout: budget.lockMs,
        statement_timeout: budget.statementMs,
        query_timeout: budget.answerMs,
        connectionTimeoutMillis: budget.connectionMs,
      }

type Isolation = 'read committed' | 'repeatable read'

// Writing names every row by its key, so that one plan fits all values: planning anew each time would cost twice what
// the statements themselves do (3.6 against 1.2 ms of the server's time for an operation). Without sequential scans a
// plan made while a table was empty stays good when it has grown. Where values decide which node is asked, Citus has no
// plan that fits all of them, and refuses the statement.
const WRITING = `set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`
const WAITING = `set_config('lock_timeout', $1, true)`

/** How a transaction is begun; `lockMs`: how long it waits for a row that somebody holds, else the budget's. */
type Begin = { readonly isolation?: Isolation; readonly lockMs?: number | undefined }

/**
 * Does some work in one transaction: committed when it answers, rolled back when it throws. `read committed` is for
 * writing; `repeatable read` for answers made of several statements, which all see one moment, and which end when whoever
 * asked hangs up. Throws CommitUnknown when the connection broke while it was committed.
 */
export async function inTransaction<T>(
  store: Pick<Store, 'pool'>,
  work: (session: Session) => Promise<T>,
  how: Isolation | Begin = {},
): Promise<T> {
  const { isolation = 'read committed', lockMs } = typeof how === 'string' ? { isolation: how } : how
  const isQuestion = isolation !== 'read committed'
  const isDistributed = distributed.has(store.pool)
  const client = await connectionOf(store.pool)
  const question = isQuestion ? asker.untilHungUp(() => cut(client)) : asker.nobody
  const parcels = openParcels(client)
  const sent: Promise<unknown>[] = []
  let first: unknown
  const heard = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => {
      first ??= error
      throw error
    })
  const query = async <R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<R[]> =>
    (await heard(parcels.ask(sql, values))).rows as R[]
  const send: Session['send'] = (sql, values) => void sent.push(quiet(heard(parcels.ask(sql, values))))
  const copy: Session['copy'] = async (sql, rows) => {
    const copied = quiet(heard(parcels.copy(sql, rows)))
    sent.push(copied)
    await copied
  }
  const read: Session['read'] = (question, row) => {
    // behind what was asked before
    parcels.send()
    return heard(copyOut(client, question, row))
  }
  let broken = false
  let isCommitting = false
  try {
    begin({ send }, { isolation, lockMs, isDistributed })
    const result = await work({ query, send, copy, read, atOnce: limitsOf.get(store.pool), isDistributed })
    isCommitting = !isQuestion
    await commit(parcels, sent)
    return result
  } catch (caught) {
    // statements are pipelined: those behind the one that failed say only that the transaction is over
    const error = sqlState(caught) === undefined ? caught : (first ?? caught)
    broken = isBroken(error) || !(await rolledBack(parcels))
    if (question.hasHungUp()) throw new HungUp()
    throw isCommitting && isBroken(error) ? new CommitUnknown(error) : error
  } finally {
    question.done()
    client.release(broken)
  }
}

type Beginning = Required<Begin> & { readonly isDistributed: boolean }

function begin({ send }: Pick<Session, 'send'>, { isolation, lockMs, isDistributed }: Beginning): void {
  const isWriting = isolation === 'read committed'
  send(isWriting ? 'begin' : `begin isolation level ${isolation}`)
  if (!isWriting) return
  const settings = [...(isDistributed ? [] : [WRITING]), ...(lockMs === undefined ? [] : [WAITING])]
  if (settings.length > 0) send(`select ${settings.join(', ')}`, lockMs === undefined ? [] : [lockMs])
}

async function rolledBack(parcels: Parcels): Promise<boolean> {
  const rollback = parcels.ask('rollback')
  parcels.send()
  return await rollback.then(
    () => true,
    () => false,
  )
}

/** Ends a connection at once, whatever it waits for; the server notices and ends what it was asked. */
function cut(client: pg.PoolClient): void {
  const { connection } = client as unknown as {
    readonly connection: { readonly stream: { readonly destroy: () => void } }
  }
  connection.stream.destroy()
}

/** A statement that failed turns the commit into a rollback, which the server reports as a success. */
async function commit(parcels: Parcels, sent: readonly Promise<unknown>[]): Promise<void> {
  const committed = parcels.ask('commit')
  parcels.send()
  const [{ command }] = await Promise.all([committed, ...sent])
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back by the server')
}

/** Its failure is looked at later; meanwhile it must not count as unhandled. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** The SQLSTATE of a failure of the database; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}
