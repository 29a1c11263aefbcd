import { operation, pattern, type Reader, sharesOf } from './words.ts'

const WISH = '(?:, (.+))?'

/** How payments, credits and credit notes are told. */
export const moneyWords: readonly Reader[] = [
  [
    pattern(`payment (\\d+) of AMOUNT authorised(?:, until ([^,]+))?${WISH}`),
    ([id, amount, expires_at, wish]) => operation('authorise_payment', { ...paymentOf(id, amount, wish), expires_at }),
  ],
  [
    pattern(`payment (\\d+) of AMOUNT${WISH}`),
    ([id, amount, wish]) => operation('receive_payment', paymentOf(id, amount, wish)),
  ],
  [
    pattern('payment NAME settled(?: with AMOUNT)?'),
    ([payment_id, amount]) => operation('settle_payment', { payment_id, amount }),
  ],
  [
    pattern('payment NAME (failed|voided|charged back) REASON'),
    ([payment_id, what, reason]) => operation(endings[what as keyof typeof endings], { payment_id, reason }),
  ],
  [pattern('chargeback of payment NAME reversed'), ([payment_id]) => operation('reverse_chargeback', { payment_id })],
  [
    pattern('refund of AMOUNT from (?:the customer|FUND)(?:, taking (.+?))?(?:, lowering (.+?))? REASON'),
    ([amount, kind, name, taking, lowering, reason]) => {
      const deallocate = taking === undefined ? undefined : sharesOf(taking, 'from')
      const adjust = lowering === undefined ? undefined : sharesOf(lowering, 'from')
      const members = { amount, deallocate, adjust, reason: reason ?? 'he asked for it' }
      if (kind === undefined) return operation('refund_customer', members)
      return operation(kind === 'payment' ? 'refund_payment' : 'refund_credit', { ...fundOf(kind, name), ...members })
    },
  ],
  [
    pattern('allocated AMOUNT of FUND to NAME'),
    ([amount, kind, name, invoice]) =>
      operation(kind === 'payment' ? 'allocate_payment' : 'allocate_credit', {
        ...fundOf(kind, name),
        invoice,
        amount,
      }),
  ],
  [
    pattern('took back(?: AMOUNT of)? FUND from NAME'),
    ([amount, kind, name, invoice]) =>
      operation(kind === 'payment' ? 'deallocate_payment' : 'deallocate_credit', {
        ...fundOf(kind, name),
        invoice,
        amount,
      }),
  ],
  [
    pattern('credit note NAME(?: on NAME)? of AMOUNT(, not applied)? REASON'),
    ([credit_note, invoice, amount, apart, reason]) =>
      operation('issue_credit_note', {
        credit_note,
        invoice,
        amount,
        reason,
        apply: apart === undefined ? undefined : 'none',
      }),
  ],
  [
    pattern('credit note NAME voided(, taking back what was applied)? REASON'),
    ([credit_note, back, reason]) =>
      operation('void_credit_note', { credit_note, deallocate: back === undefined ? undefined : true, reason }),
  ],
]

const endings = { failed: 'fail_payment', voided: 'void_payment', 'charged back': 'charge_back_payment' } as const

const fundOf = (kind: string | undefined, name: string | undefined) =>
  kind === 'payment' ? { payment_id: name } : { credit_id: name }

const paymentOf = (id: string | undefined, amount: string | undefined, wish: string | undefined) => ({
  payment_id: id,
  xdr_id: id,
  amount,
  allocate: wishOf(wish?.replace(REST, '')),
  rest: wish !== undefined && REST.test(wish) ? 'hold' : undefined,
})

const REST = /, rest held$/

function wishOf(wish: string | undefined): unknown {
  if (wish === undefined) return undefined
  if (wish === 'not allocated') return 'none'
  return wish === 'held' ? 'hold' : sharesOf(wish, 'to')
}
