import type { Api } from './api.ts'

/** A line of an audit log, as far as tests look at it. */
export type Line = {
  readonly customer_id: string
  readonly seq: number
  readonly line: number
  readonly kind: string
  readonly type: string
  readonly figure: string | null
  readonly subject: string
  readonly delta: string | null
  readonly amount: string | null
  readonly effective_at: string
  readonly recorded_at: string
  readonly sentence: string
  readonly root_seq: number
  readonly xdr_id: string | null
  readonly actor: string
  readonly channel: string
}

/** Three customers with invoices, one overdue, an adjustment, notes, payments, and one that was learned late. */
export async function seedLog(api: Api): Promise<void> {
  await api.post('/clocks', { clock: 'k', now: '2026-03-01T12:00:00Z' })
  for (const id of ['a', 'b', 'c']) {
    await api.post('/customers', {
      customer_id: id,
      name: `Name ${id}`,
      currency: 'USD',
      clock: 'k',
      credit_limit: '90.00',
    })
    await api.post(`/customers/${id}/charges`, {
      amount: '12.34',
      service: 'calls',
      description: 'Roaming in Portugal',
    })
    await api.post(`/customers/${id}/invoices`, { invoice: `INV ${id}`, charges: 'unbilled', due_on: '2026-03-10' })
    await api.post(`/customers/${id}/invoices`, {
      invoice: `2026-${id}`,
      lines: [{ description: 'fee', amount: '80.00' }],
      due_on: '2026-03-20',
    })
    await api.post(`/customers/${id}/notes`, { text: 'Called about the bill, friendly', reference: 'CRM 8841' })
    await api.post(`/invoices/2026-${id}/adjustments`, { amount: '-30.00', reason: 'goodwill for the outage' })
  }
  await api.post('/clocks/k/advance', { to: '2026-03-12T12:00:00Z' })
  for (const id of ['a', 'b'])
    await api.post(`/customers/${id}/payments`, { amount: '20.00', payment_id: `P-${id}`, method: 'card' })
  await api.post('/customers/a/payments', {
    amount: '1.00',
    allocate: 'none',
    effective_at: '2026-03-05',
    xdr_id: 987654,
  })
  await api.post('/clocks/k/advance', { to: '2026-03-25T12:00:00Z' })
}

/** Every line of a question, page by page. */
export async function paged(api: Api, path: string, query: Record<string, string | number>): Promise<Line[]> {
  const lines: Line[] = []
  let cursor: string | undefined
  do {
    const { status, body } = await api.get(path, { ...query, cursor })
    if (status !== 200) throw new Error(JSON.stringify(body))
    lines.push(...body.records)
    cursor = body.next ?? undefined
  } while (cursor !== undefined)
  return lines
}

/** The address of a line. */
export const name = (line: Line): string => `${line.customer_id} ${line.seq}.${line.line}`
export const names = (lines: readonly Line[]): string[] => lines.map(name)
