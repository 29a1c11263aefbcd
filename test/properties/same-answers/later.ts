import { openMailer } from '../../../src/service/mail/mail.ts'
import type { Answer } from '../../api/api.ts'
import type { World } from './happenings.ts'

/** What happens to messages that were queued, and to operations that wait for their day. */

const HOUR = 3_600_000

/** What is queued is tried: without a mail server, or with one that cannot be reached. */
export async function send({ api: { ledger }, draw }: World): Promise<Pick<Answer, 'status' | 'body'>> {
  await ledger.query("update delivery set next_attempt_at = now() - interval '1 s'")
  const smtpUrl = draw(3) === 0 ? undefined : 'smtp://127.0.0.1:9'
  const mailer = openMailer(ledger.store, { smtpUrl, from: 'billing@example.org' })
  await mailer.sendDue()
  mailer.close()
  return { status: 200, body: {} }
}

/** Money or a note that is dated ahead, so that it waits. */
export function ahead({ api, draw, id, now }: World): Promise<Answer> {
  const dated = { effective_at: new Date(now + (1 + draw(12 * 24)) * HOUR).toISOString() }
  return draw(2) === 0
    ? api.post(`/customers/${id}/payments`, { amount: `${1 + draw(40)}.00`, reference: 'a cheque', ...dated })
    : api.post(`/customers/${id}/credit-notes`, { amount: `${1 + draw(9)}.00`, reason: 'from then on', ...dated })
}

/** Something that waits is cancelled, where anything waits. */
export async function cancel({ api, draw, id }: World): Promise<Pick<Answer, 'status' | 'body'>> {
  const { items } = (await api.get(`/customers/${id}/scheduled`)).body
  const one = items[draw(Math.max(1, items.length))]
  if (one === undefined) return { status: 422, body: {} }
  const headers = { authorization: `Bearer ${api.secret}` }
  return await api.raw(`/api/v1/customers/${id}/scheduled/${one.scheduled}`, { method: 'DELETE', headers })
}
