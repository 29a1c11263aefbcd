import type { PolicyText } from '../../src/engine/policy/policy.ts'

/** What of the terms bears on a figure or a status; amounts in micros, steps in days. */
export type Terms = {
  readonly isSimple: boolean
  readonly countsAdjustments: boolean
  readonly autoApply: boolean
  readonly minimum: bigint
  readonly threshold: bigint
  readonly grace: number
  readonly limitation: number | null
  readonly suspension: number | null
  readonly termination: number | null
  readonly messages: readonly string[]
  readonly warning: number | null
  readonly sparesPending: boolean
  readonly reinstates: boolean
  /** millionths of a percent */
  readonly fee: { readonly amount: bigint; readonly percent: bigint; readonly isOnThis: boolean } | null
}

/** The terms where nobody has set any. */
export const plainTerms: Terms = {
  isSimple: false,
  countsAdjustments: false,
  autoApply: true,
  minimum: 0n,
  threshold: 0n,
  grace: 0,
  limitation: null,
  suspension: null,
  termination: null,
  warning: null,
  sparesPending: true,
  reinstates: true,
  fee: null,
  messages: [
    ...['reminder', 'invoice_copy', 'overdue_notice', 'limitation_warning', 'limitation_notice'],
    ...['suspension_warning', 'suspension_notice', 'termination_warning', 'termination_notice'],
    'credit_limit_warning',
  ],
}

/** The terms in the text that a record holds. */
export function readTerms(text: string): Terms {
  const terms: PolicyText = JSON.parse(text)
  const { collection } = terms
  return {
    isSimple: terms.amount_due === 'simple',
    countsAdjustments: terms.adjustment_counts_as_payment,
    autoApply: terms.auto_apply,
    minimum: inMicros(terms.collect_minimum),
    threshold: inMicros(collection.threshold),
    grace: collection.grace_days,
    limitation: collection.limitation_after,
    suspension: collection.suspension_after,
    termination: collection.termination_after,
    messages: terms.messages,
    warning: collection.warning_before,
    sparesPending: collection.spare_pending !== false,
    reinstates: collection.reinstate !== 'by_hand',
    fee: feeIn(collection.late_fee),
  }
}

/** A fee of nothing is none. */
function feeIn(fee: PolicyText['collection']['late_fee']): Terms['fee'] {
  const [amount, percent] = [inMicros(fee?.amount ?? '0'), inMicros(fee?.percent ?? '0')]
  return fee === null || amount + percent === 0n ? null : { amount, percent, isOnThis: fee.on === 'this_invoice' }
}

function inMicros(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(6, '0'))
}
