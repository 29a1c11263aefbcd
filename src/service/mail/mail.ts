import type { Code } from '../../engine/events/slots.ts'
import {
  type Claimed,
  claimAbandoned,
  claimDelivery,
  claimHeld,
  type Delivery,
  postpone,
  takeOut,
} from '../../store/queues/deliveries.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import type { InternalRequest } from '../asked/request.ts'
import { sealText } from '../asked/sealed-text.ts'
import { theSystem } from '../ledger/doings.ts'
import { performTogether } from '../ledger/perform.ts'
import { inTurn } from '../work/in-turn.ts'
import { stepByStep } from '../work/step-by-step.ts'
import { MaybeSent, openPost } from './letters/post.ts'

/** Where mail goes. Without a URL no message is sent, and each is recorded as not sent for that reason. */
export type MailSettings = { readonly smtpUrl: string | undefined; readonly from: string }

export type Mailer = {
  /** Sends what is due; answers how many messages were settled. */
  readonly sendDue: () => Promise<number>
  readonly close: () => void
}

const ABANDONED_AT_ONCE = 20
/** Longer than an attempt can last: what holds a message longer than this has stopped. */
const ATTEMPT_MS = 60_000
/** Letters that are handed over at a time, all of them to one mail server. */
const AT_ONCE = 4
const MOST_ATTEMPTS = 6
const FIRST_WAIT_MS = 10_000

/**
 * Sends queued messages by SMTP and records what became of each. A message is marked as being sent before it is handed
 * over, and never handed over twice: an attempt of which nobody knows the end, be it that this program stopped or that the
 * server did not answer to the whole letter, is recorded as failed, saying so. A server that cannot be reached is tried again after 10 s, 20 s, … , six times in all; one that refuses, not.
 */
export function openMailer(store: Store, { smtpUrl, from }: MailSettings): Mailer {
  const post = smtpUrl === undefined ? null : openPost(smtpUrl, from)
  return {
    sendDue: () => sendDue(store, post?.hand ?? null),
    close: () => post?.close(),
  }
}

type Send = (one: Delivery) => Promise<void>

async function sendDue(store: Store, send: Send | null): Promise<number> {
  let settled = 0
  // several count at once
  const counted = async (settling: Promise<number>): Promise<void> => {
    const count = await settling
    settled += count
  }
  const detail = 'The program stopped while the message was being handed over; it may have been sent.'
  const abandoned = await claimAbandoned(store, ABANDONED_AT_ONCE, ATTEMPT_MS)
  const giveUp = {
    next: () => Promise.resolve(abandoned.shift() ?? null),
    step: async (claimed: Claimed) =>
      counted(settle(store, claimed(), 'message_failed', 'mail_server_unreachable', detail)),
  }
  // each claims what it hands over next: what stops this process concerns the few that are on their way, and no other
  const handOver = {
    next: async () => (await claimDelivery(store, ATTEMPT_MS)) ?? null,
    step: async (claimed: Claimed) => counted(attempt(store, claimed(), send)),
  }
  const hands = (): Promise<unknown> => all(Array.from({ length: AT_ONCE }, () => stepByStep(handOver)))
  await inTurn([() => stepByStep(giveUp), hands])
  return settled
}

/**
 * Takes what waits out of the queue, unsent, and records of each that it was let go: after a restore, where it went out
 * before. Answers how many they were.
 */
export async function dropQueued(store: Store): Promise<number> {
  let dropped = 0
  const letGo = {
    next: async () => (await claimHeld(store, ATTEMPT_MS)) ?? null,
    step: async (claimed: Claimed) => {
      dropped += await settle(store, claimed(), 'message_failed', 'let_go_after_restore')
    },
  }
  await stepByStep(letGo)
  return dropped
}

/** Waits for all, also where one has thrown. */
async function all(works: readonly Promise<unknown>[]): Promise<void> {
  for (const done of await Promise.allSettled(works)) if (done.status === 'rejected') throw done.reason
}

async function attempt(store: Store, one: Delivery, send: Send | null): Promise<number> {
  if (send === null) return settle(store, one, 'message_failed', 'no_mail_server')
  if (one.to === null) return settle(store, one, 'message_failed', 'address_erased')
  try {
    await send(one)
  } catch (error) {
    return failed(store, one, error)
  }
  return settle(store, one, 'message_sent', null)
}

async function failed(store: Store, one: Delivery, error: unknown): Promise<number> {
  const because = isRefusal(error) ? 'mail_server_refused' : 'mail_server_unreachable'
  const detail = wordsOf(error)
  if (error instanceof MaybeSent || because === 'mail_server_refused' || one.attempts >= MOST_ATTEMPTS)
    return settle(store, one, 'message_failed', because, detail)
  await defer(store, one, detail)
  return 0
}

/** A permanent answer of the server: SMTP 5xx. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500

const LONGEST_DETAIL = 500

/** What an error says, in one line that can be kept whatever the mail server answered. */
function wordsOf(error: unknown): string {
  const said = (error instanceof Error ? error.message : String(error)).toWellFormed()
  return said
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd')
    .slice(0, LONGEST_DETAIL)
    .toWellFormed()
}

type Outcome = 'message_sent' | 'message_failed' | 'message_deferred'

/** Records what became of a message; when another worker has taken it over meanwhile, that one's word stands. */
async function settle(
  store: Store,
  one: Delivery,
  outcome: Exclude<Outcome, 'message_deferred'>,
  because: Code | null,
  detail?: string,
): Promise<number> {
  const isMine = await record(store, one, { outcome, because, detail }, (session) => takeOut(session, one))
  return isMine ? 1 : 0
}

/** Records an attempt that failed, and lets the message wait for the next. */
async function defer(store: Store, one: Delivery, detail: string): Promise<void> {
  const forMs = FIRST_WAIT_MS * 2 ** (one.attempts - 1)
  const because = 'mail_server_unreachable'
  await record(store, one, { outcome: 'message_deferred', because, detail }, (session) => postpone(session, one, forMs))
}

type Said = { readonly outcome: Outcome; readonly because: Code | null; readonly detail: string | undefined }

/** Books an outcome together with what it means for the queue; answers false when another worker is at the message. */
async function record(
  store: Store,
  one: Delivery,
  { outcome, because, detail }: Said,
  hold: (session: Session) => Promise<boolean>,
): Promise<boolean> {
  const text = detail === undefined ? null : sealText(detail)
  const { messageSeq, rootSeq, template, about, attempts: attempt } = one
  const request: InternalRequest = {
    op: 'internal',
    customerId: one.customerId,
    command: {
      op: 'settle_message',
      messageSeq,
      rootSeq,
      template,
      about,
      outcome,
      attempt,
      because,
      detail: text?.ref ?? null,
    },
    caller: { ...theSystem, channel: 'mail' },
    key: null,
    texts: text === null ? [] : [text],
  }
  try {
    await performTogether(store, [request], async (session) => {
      if (!(await hold(session))) throw new Superseded()
    })
    return true
  } catch (error) {
    if (error instanceof Superseded) return false
    throw error
  }
}

class Superseded extends Error {}
