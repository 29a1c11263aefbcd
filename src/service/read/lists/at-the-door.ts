import type { Instant } from '../../../engine/time.ts'
import { type Access, type AccessKind, accessLines } from '../../../store/people/access.ts'
import type { ApiKey } from '../../../store/people/api-keys.ts'
import { usersSeen } from '../../../store/people/people.ts'
import type { OpenSession } from '../../../store/people/sessions.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Store } from '../../../store/session/store.ts'
import { integrationOf } from '../../people/api-keys.ts'
import { listSessions } from '../../people/sign-in.ts'
import { misunderstood } from '../records/fault.ts'
import { timeText } from '../records/wire.ts'
import { type PageAsked, pageOf } from '../view/pages.ts'

/** How each is told; who is nobody here has no name. */
const sentences: Readonly<Record<AccessKind, (who: string) => string>> = {
  signed_in: (who) => `${who} signed in.`,
  sign_in_failed: (who) => `A wrong password for ${who}.`,
  sign_in_refused: (who) => `Too many wrong passwords for ${who}; this one was not looked at.`,
  signed_out: (who) => `${who} signed out.`,
  session_ended: (who) => `A session of ${who} was ended.`,
  origin_refused: (who) => `A page of another origin asked with the cookie of ${who}; it was refused.`,
}

/** Who came, who did not get in and who left, the newest first; of one user where he is named. */
export async function listAccess(session: Session, asked: PageAsked & { readonly user?: string | undefined }) {
  const about = { userId: asked.user ?? null, before: placeFrom(asked.cursor), limit: asked.limit + 1 }
  const rows = await accessLines(session, about)
  const { items, next } = pageOf(rows, asked.limit, ({ at, accessId }) => `${at}.${accessId}`)
  return { items: items.map(lineOf), next }
}

const lineOf = (row: Access & { readonly name: string | null }) => ({
  access: row.accessId,
  at: timeText(row.at),
  kind: row.kind,
  user: row.userId,
  name: row.name,
  session: row.sessionId,
  ip: row.ip,
  agent: row.agent,
  sentence: sentences[row.kind](
    row.name ?? (row.userId === null ? 'an address that is nobody’s' : `user ${row.userId}`),
  ),
})

/** The place behind which a page goes on. */
function placeFrom(cursor: string | undefined): Pick<Access, 'at' | 'accessId'> | null {
  if (cursor === undefined) return null
  const [, at = '', accessId = ''] = /^(\d{1,19})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  if (accessId === '') throw misunderstood('cursor', 'the value of "next" in the answer before')
  return { at: BigInt(at), accessId }
}

/** The users who may sign in. */
export async function listUsers(session: Session, now: Instant, idle: bigint) {
  const items = (await usersSeen(session, now, idle)).map((one) => ({
    user: one.userId,
    email: one.email,
    name: one.name,
    role: one.role,
    added_at: timeText(one.addedAt),
    signed_in_at: one.signedInAt === null ? null : timeText(one.signedInAt),
    sessions: one.sessions,
  }))
  return { items, next: null }
}

/** A key as an answer has it. */
export const keyRowOf = (one: ApiKey) => ({
  key: one.id,
  name: one.name,
  integration: integrationOf(one),
  role: one.role,
  made_at: timeText(one.madeAt),
  ends_at: one.endsAt === null ? null : timeText(one.endsAt),
})

/** The sessions that are good, of one user or of all (null); `current`: the one by which it is asked. */
export const sessionRows = async (store: Store, userId: string | null, current: string | undefined) => ({
  items: (await listSessions(store, userId)).map((one) => sessionRowOf(one, current)),
  next: null,
})

const sessionRowOf = (one: OpenSession, current: string | undefined) => ({
  session: one.sessionId,
  user: one.userId,
  email: one.email,
  name: one.name,
  opened_at: timeText(one.openedAt),
  seen_at: timeText(one.seenAt),
  ends_at: timeText(one.endsAt),
  ip: one.ip,
  agent: one.agent,
  is_this: one.sessionId === current,
})
