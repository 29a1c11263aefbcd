import { operation, pattern, type Reader } from './words.ts'

/** How what is done about a customer, and disputes, are told. */
export const customerWords: readonly Reader[] = [
  [
    pattern('credit limit AMOUNT(?: until DAY)?'),
    ([limit, until]) => operation('change_credit_limit', { limit, until, reason: 'as agreed' }),
  ],
  [
    pattern('customer (blocked|closed|reopened) REASON'),
    ([word, reason]) => operation('set_customer_status', { set: word === 'reopened' ? 'active' : word, reason }),
  ],
  [pattern('collection lifted until DAY REASON'), ([until, reason]) => operation('lift_collection', { until, reason })],
  [
    pattern('dispute NAME opened on NAME(?: over AMOUNT)?(?:, agreed AMOUNT)? REASON'),
    ([dispute_id, invoice, claimed, agreed, note]) =>
      operation('open_dispute', { dispute_id, invoice, claimed, agreed, note }),
  ],
  [
    pattern('dispute NAME (resolved|rejected)(?: with AMOUNT)? REASON'),
    ([dispute_id, word, amount, reason]) =>
      operation('resolve_dispute', {
        dispute_id,
        outcome: word === 'rejected' ? 'rejected' : 'adjusted',
        amount,
        reason,
      }),
  ],
  [
    pattern('agreed AMOUNT in dispute NAME "(.+)"'),
    ([agreed, dispute, text]) =>
      operation('add_note', { kind: 'dispute', subject: `dispute:${dispute}`, agreed, text }),
  ],
  [
    pattern('(note|dispute)(?: on NAME)? "(.+)"(?:, agreed AMOUNT)?'),
    ([kind, invoice, text, agreed]) =>
      operation('add_note', {
        kind,
        subject: invoice === undefined ? undefined : `invoice:${invoice}`,
        text,
        agreed,
      }),
  ],
]
