import { createHash } from 'node:crypto'
import { createTransport, type Transporter } from 'nodemailer'
import type { Code } from '../engine/events/slots.ts'
import { claimAbandoned, claimDelivery, type Delivery, postpone, takeOut } from '../store/deliveries.ts'
import type { Store } from '../store/store.ts'
import { theSystem } from './doings.ts'
import { overdueNotice } from './overdue-notice.ts'
import { performTogether } from './perform.ts'
import type { InternalRequest } from './request.ts'
import { sealText } from './sealed-text.ts'

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
/** For connecting, the greeting, and each silence of the server; ms. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 }
const MOST_ATTEMPTS = 6
const FIRST_WAIT_MS = 10_000

/**
 * Sends queued messages by SMTP and records what became of each. A message is marked as being sent before it is handed
 * over, and never handed over twice: an attempt of which nobody knows the end is recorded as failed, saying so. A
 * server that cannot be reached is tried again after 10 s, 20 s, … , six times in all; one that refuses, not.
 */
export function openMailer(store: Store, { smtpUrl, from }: MailSettings): Mailer {
  const transport = smtpUrl === undefined ? null : createTransport({ url: smtpUrl, ...TIMEOUTS })
  const send: Send | null = transport && ((one) => hand(transport, one, from))
  return {
    sendDue: () => sendDue(store, send),
    close: () => transport?.close(),
  }
}

type Send = (one: Delivery) => Promise<void>

async function sendDue(store: Store, send: Send | null): Promise<number> {
  let settled = 0
  for (const one of await claimAbandoned(store, ABANDONED_AT_ONCE, ATTEMPT_MS)) {
    const detail = 'The program stopped while the message was being handed over; it may have been sent.'
    settled += await settle(store, one, 'message_failed', 'mail_server_unreachable', detail)
  }
  // one at a time: what stops this process in the middle concerns the message that is being handed over, and no other
  for (;;) {
    const one = await claimDelivery(store, ATTEMPT_MS)
    if (one === undefined) return settled
    settled += await attempt(store, one, send)
  }
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
  if (because === 'mail_server_unreachable' && one.attempts < MOST_ATTEMPTS) {
    await postpone(store, one, FIRST_WAIT_MS * 2 ** (one.attempts - 1))
    return 0
  }
  return settle(store, one, 'message_failed', because, error instanceof Error ? error.message : String(error))
}

/** A permanent answer of the server: SMTP 5xx. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500

/** Records what became of a message; when another worker has taken it over meanwhile, that one's word stands. */
async function settle(
  store: Store,
  one: Delivery,
  outcome: 'message_sent' | 'message_failed',
  because: Code | null,
  detail?: string,
): Promise<number> {
  const text = detail === undefined ? null : sealText(detail)
  const request: InternalRequest = {
    op: 'internal',
    customerId: one.customerId,
    command: {
      op: 'settle_message',
      messageSeq: one.messageSeq,
      invoice: { kind: 'invoice', no: one.invoiceNo },
      outcome,
      because,
      detail: text === null ? null : text.ref,
    },
    caller: { ...theSystem, channel: 'mail' },
    key: null,
    texts: text === null ? [] : [text],
  }
  try {
    await performTogether(store, [request], async (session) => {
      if (!(await takeOut(session, one))) throw new Superseded()
    })
    return 1
  } catch (error) {
    if (error instanceof Superseded) return 0
    throw error
  }
}

class Superseded extends Error {}

async function hand(transport: Transporter, one: Delivery, from: string): Promise<void> {
  const name = createHash('sha256').update(`${one.customerId}\0${one.messageSeq}`).digest('hex').slice(0, 32)
  await transport.sendMail({ from, to: one.to ?? '', messageId: `<${name}@whence>`, ...overdueNotice(one) })
}
