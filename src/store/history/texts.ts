import { type Columns, insertSql, sendRows, textOfBytes } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

/** A text as it is kept outside the chain; erased, salt and body are empty. */
export type StoredText = {
  readonly customerId: string
  readonly textId: string
  readonly seq: number
  readonly slot: number
  readonly class: number
  readonly salt: Uint8Array
  readonly body: string
}

const columns: Columns = {
  customer_id: 'text',
  text_id: 'uuid',
  seq: 'bigint',
  slot: 'smallint',
  class: 'smallint',
  salt: 'bytea',
  body: 'text',
}

const insert = insertSql('text', columns)
const erase = `update text set salt = '', body = '' where customer_id = $1 and text_id = $2`

/** Keeps texts, each by the record that named it first. */
export function insertTexts(session: Session, texts: readonly StoredText[]): Promise<void> {
  return sendRows(session, insert, texts.values().map(textRow))
}

const textRow = (one: StoredText) => ({
  customer_id: one.customerId,
  text_id: one.textId,
  seq: one.seq,
  slot: one.slot,
  class: one.class,
  salt: textOfBytes(one.salt),
  body: one.body,
})

/** Empties a text for ever. */
export function eraseText(session: Session, customerId: string, textId: string): void {
  session.send(erase, [customerId, textId])
}

/** What became of texts that are to be erased: which are there, and which are empty already. */
export async function textStates(
  session: Session,
  customerId: string,
  textIds: readonly string[],
): Promise<ReadonlyMap<string, 'there' | 'erased'>> {
  const rows = await session.query<{ text_id: string; erased: boolean }>(
    `select text_id, octet_length(salt) = 0 as erased from text where customer_id = $1 and text_id = any($2::uuid[])`,
    [customerId, textIds],
  )
  return new Map(rows.map((row) => [row.text_id, row.erased ? 'erased' : 'there']))
}

/** All texts of a customer. */
export async function textsOf(session: Pick<Session, 'query'>, customerId: string): Promise<StoredText[]> {
  const rows = await session.query<{
    text_id: string
    seq: bigint
    slot: number
    class: number
    salt: Buffer
    body: string
  }>('select text_id, seq, slot, class, salt, body from text where customer_id = $1', [customerId])
  return rows.map((row) => ({
    customerId,
    textId: row.text_id,
    seq: Number(row.seq),
    slot: row.slot,
    class: row.class,
    salt: row.salt,
    body: row.body,
  }))
}
