import pg from 'pg'

/** With what the binary form of COPY begins, and what stands in place of a count of columns at its end. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = -1

/** What `pg` asks of a statement when bytes of it come. */
type CopyingOut = { handleCopyData: (message: { readonly chunk: Buffer }) => void }

/** The statement that copies the rows of a question out, in binary form. */
const copyOutSql = (question: string): string => `copy (${question}) to stdout (format binary)`

/**
 * Asks a question, and hands over each of its rows as it comes, in the binary form of COPY: a count of columns, then each
 * value behind its length. The bytes are good during the call only, which may write over them. The database and the
 * connection work ahead meanwhile. What a call throws is thrown at the end, and no more rows are handed over.
 */
export function copyOut(
  client: Pick<pg.PoolClient, 'query'>,
  question: string,
  row: (bytes: Buffer) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let fault: { readonly error: unknown } | undefined
  const statement = new pg.Query(copyOutSql(question), (error) => {
    if (error || fault) reject(error ?? fault?.error)
    else resolve()
  })
  let isFirst = true
  ;(statement as unknown as CopyingOut).handleCopyData = ({ chunk }) => {
    const bytes = isFirst ? chunk.subarray(SIGNATURE.length) : chunk
    isFirst = false
    if (fault !== undefined || bytes.length === 0 || bytes.readInt16BE(0) === TRAILER) return
    try {
      row(bytes)
    } catch (error) {
      fault = { error }
    }
  }
  client.query(statement)
  return promise
}

/** A text, as the database reads it in a statement that takes no parameters. */
export const literal = (text: string): string => pg.escapeLiteral(text)
