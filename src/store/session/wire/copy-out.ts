import pg from 'pg'

/** With what the binary form of COPY begins, and what stands in place of a count of columns at its end. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = -1

/** What `pg` asks of a statement when bytes of it come. */
type CopyingOut = { handleCopyData: (message: { readonly chunk: Buffer }) => void }

type Connected = {
  readonly connection: { readonly stream: { readonly pause: () => void; readonly resume: () => void } }
}

/** The statement that copies the rows of a question out, in binary form. */
const copyOutSql = (question: string): string => `copy (${question}) to stdout (format binary)`

/**
 * Asks a question, and hands over each of its rows as it comes, in the binary form of COPY: a count of columns, then each
 * value behind its length. The bytes are good during the call only, which may write over them. The database and the
 * connection work ahead meanwhile. What a call throws is thrown at the end, and no more rows are handed over. A call that
 * answers a promise is waited for: but for what has come already, no more is read from the connection until then.
 */
export function copyOut(
  client: Pick<pg.PoolClient, 'query'>,
  question: string,
  row: (bytes: Buffer) => void | Promise<void>,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const { stream } = (client as unknown as Connected).connection
  let fault: { readonly error: unknown } | undefined
  let waitingFor = 0
  let ended: (() => void) | undefined
  const statement = new pg.Query(copyOutSql(question), (error) => {
    ended = () => (error || fault ? reject(error ?? fault?.error) : resolve())
    if (waitingFor === 0) ended()
  })
  const wait = async (work: Promise<void>): Promise<void> => {
    waitingFor += 1
    stream.pause()
    await work.catch((error: unknown) => {
      fault ??= { error }
    })
    waitingFor -= 1
    if (waitingFor > 0) return
    stream.resume()
    ended?.()
  }
  let isFirst = true
  ;(statement as unknown as CopyingOut).handleCopyData = ({ chunk }) => {
    const bytes = isFirst ? chunk.subarray(SIGNATURE.length) : chunk
    isFirst = false
    if (fault !== undefined || bytes.length === 0 || bytes.readInt16BE(0) === TRAILER) return
    try {
      const waited = row(bytes)
      if (waited !== undefined) void wait(waited)
    } catch (error) {
      fault = { error }
    }
  }
  client.query(statement)
  return promise
}

/** A text, as the database reads it in a statement that takes no parameters. */
export const literal = (text: string): string => pg.escapeLiteral(text)
