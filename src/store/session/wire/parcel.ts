import { createHash } from 'node:crypto'
import pg from 'pg'
import { parsers } from './parsers.ts'

/** What a statement answered. */
export type Answered = { readonly rows: pg.QueryResultRow[]; readonly command: string }

/** Statements of one connection: those that are asked for in one moment go together. */
export type Parcels = {
  readonly ask: (sql: string, values?: readonly unknown[]) => Promise<Answered>
  /** A statement of COPY with the rows that it reads. */
  readonly copy: (sql: string, rows: Uint8Array) => Promise<Answered>
  /** Sends at once what was asked for. */
  readonly send: () => void
}

/** A statement under way. */
type Statement = {
  readonly name: string
  readonly sql: string
  readonly values: readonly unknown[]
  readonly copied: Uint8Array | null
  readonly rows: pg.QueryResultRow[]
  readonly resolve: (answered: Answered) => void
  readonly reject: (error: unknown) => void
}

/**
 * Puts the statements of a connection into parcels: all that are asked for before the next turn of the event loop go as
 * one message with one answer. The server sends nothing in between, and where one fails it passes over those behind it,
 * which fail alike. Statements are prepared once a connection, and their columns asked for once.
 */
export function openParcels(client: pg.PoolClient): Parcels {
  let waiting: Statement[] = []
  const send = (): void => {
    if (waiting.length === 0) return
    const statements = waiting
    waiting = []
    client.query(parcelOf(statements))
  }
  const add = (sql: string, values: readonly unknown[], copied: Uint8Array | null): Promise<Answered> => {
    const { promise, resolve, reject } = Promise.withResolvers<Answered>()
    if (waiting.length === 0) setImmediate(send)
    waiting.push({ name: nameOf(sql), sql, values, copied, rows: [], resolve, reject })
    return promise
  }
  return { ask: (sql, values = []) => add(sql, values, null), copy: (sql, rows) => add(sql, [], rows), send }
}

/** What of a connection of `pg` a parcel needs, beside what its types tell. */
type Connection = {
  readonly stream: { readonly cork: () => void; readonly uncork: () => void }
  readonly parse: (statement: { readonly name: string; readonly text: string }) => void
  readonly bind: (statement: {
    readonly statement: string
    readonly values: readonly unknown[]
    readonly valueMapper: (value: unknown) => unknown
  }) => void
  readonly describe: (what: { readonly type: 'P' | 'S'; readonly name: string }) => void
  readonly close: (what: { readonly type: 'P' | 'S'; readonly name: string }) => void
  readonly execute: (what: object) => void
  readonly sync: () => void
  readonly sendCopyFromChunk: (rows: Uint8Array) => void
  readonly endCopyFrom: () => void
}

type Field = { readonly name: string; readonly dataTypeID: number; readonly format: 'text' | 'binary' }

/** How the rows of a statement are read: known once the server has described them. */
type Reading = {
  columns: readonly { readonly name: string; readonly read: (text: string) => unknown }[]
  /** a row of nulls: copying it takes a fraction of the room and time of adding column by column */
  blank: pg.QueryResultRow
}

/** The statements that a connection knows by name. */
const prepared = new WeakMap<Connection, Map<string, Reading>>()

function knownTo(connection: Connection): Map<string, Reading> {
  const known = prepared.get(connection) ?? new Map<string, Reading>()
  prepared.set(connection, known)
  return known
}

/** What `pg` asks of a query when answers come. */
type Handling = {
  submit: (connection: Connection) => null
  handleRowDescription: (message: { readonly fields: readonly Field[] }) => void
  handleDataRow: (message: { readonly fields: readonly (string | null)[] }) => void
  handleCommandComplete: (message: { readonly text: string }) => void
  handleCopyInResponse: () => void
  handleError: (error: unknown, connection: Connection) => void
  handleReadyForQuery: () => void
  callback: (error?: unknown) => void
}

/** Several statements as one query of `pg`, which takes nothing but its own where they are pipelined. */
function parcelOf(statements: readonly Statement[]): pg.Query {
  const query = new pg.Query('')
  let at = 0
  let known = new Map<string, Reading>()
  const handling: Handling = {
    submit: (connection) => {
      known = knownTo(connection)
      connection.stream.cork()
      for (const statement of statements) write(connection, known, statement)
      connection.sync()
      connection.stream.uncork()
      return null
    },
    handleRowDescription: ({ fields }) => {
      const reading = known.get(statements[at]?.name ?? '')
      if (reading === undefined) return
      reading.columns = fields.map(({ name, dataTypeID, format }) => ({
        name,
        read: parsers.getTypeParser(dataTypeID, format),
      }))
      reading.blank = Object.fromEntries(fields.map(({ name }) => [name, null]))
    },
    handleDataRow: ({ fields }) => {
      const statement = statements[at]
      if (statement !== undefined) statement.rows.push(rowOf(known.get(statement.name), fields))
    },
    handleCommandComplete: ({ text }) => {
      const statement = statements[at]
      at += 1
      statement?.resolve({ rows: statement.rows, command: text.split(' ', 1)[0] ?? '' })
    },
    handleCopyInResponse: () => {},
    handleError: (error) => {
      // what was passed over was not prepared
      for (const { name } of statements.slice(at)) known.delete(name)
      parcel.callback(error)
    },
    handleReadyForQuery: () => parcel.callback(),
    // `pg` puts its time-out around this
    callback: (error) => {
      for (const { reject } of statements.slice(at)) reject(error ?? new Error('Bug: a statement without an answer'))
    },
  }
  const parcel = Object.assign(query as pg.Query & Handling, handling)
  return parcel
}

function write(connection: Connection, known: Map<string, Reading>, { name, sql, values, copied }: Statement): void {
  const isNew = !known.has(name)
  if (isNew) {
    known.set(name, { columns: [], blank: {} })
    // where it failed before, it may be prepared or not
    connection.close({ type: 'S', name })
    connection.parse({ name, text: sql })
  }
  connection.bind({ statement: name, values, valueMapper })
  if (isNew) connection.describe({ type: 'P', name: '' })
  connection.execute({})
  if (copied === null) return
  connection.sendCopyFromChunk(copied)
  connection.endCopyFrom()
}

const { prepareValue: valueMapper } = (pg as unknown as { readonly utils: { readonly prepareValue: Mapper } }).utils
type Mapper = (value: unknown) => unknown

function rowOf(reading: Reading | undefined, values: readonly (string | null)[]): pg.QueryResultRow {
  const row: pg.QueryResultRow = { ...reading?.blank }
  const columns = reading?.columns ?? []
  for (let at = 0; at < columns.length; at += 1) {
    const [column, value] = [columns[at], values[at]]
    if (column !== undefined && value != null) row[column.name] = column.read(value)
  }
  return row
}

const names = new Map<string, string>()

/** Statements are prepared under a name that follows from their text. */
function nameOf(sql: string): string {
  const known = names.get(sql)
  if (known !== undefined) return known
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 16)
  names.set(sql, name)
  return name
}
