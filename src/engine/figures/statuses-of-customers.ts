import type { StatusFormula } from './statuses.ts'

// What a customer is called by: what was done to him by hand, what collection came to, what he owes above his limit.

const suspension = { days: 'customer.days_in_collection', reach: 'customer.suspension_after' } as const
const limitation = { days: 'customer.days_in_collection', reach: 'customer.limitation_after' } as const
const notLifted = { until: 'customer.lifted_until', passed: true } as const
const byHand = 'Setting the customer active, by hand.'
const collected = {
  owed: 'customer.collectible_overdue',
  by: 'paid, credited, adjusted, disputed or written off',
} as const
const isLifted = { until: 'customer.lifted_until', passed: false } as const

export const customerStatus = {
  no: 164,
  version: 1,
  scope: 'customer',
  unit: 'status',
  label: 'Customer status',
  words:
    'first of: closed, blocked, provisionally terminated, suspended, service limited, suspension delayed, limitation delayed, credit exceeded, active',
  kind: 'status',
  stored: true,
  reach: 'coverage',
  cases: [
    { status: 'closed', when: [{ since: 'customer.closed_since' }], clears: byHand },
    { status: 'blocked', when: [{ since: 'customer.blocked_since' }], clears: byHand },
    {
      status: 'provisionally_terminated',
      when: [{ since: 'customer.terminated_since' }],
      clears: { ...collected, byHand },
    },
    { status: 'suspended', when: [suspension, notLifted], clears: collected },
    { status: 'service_limited', when: [limitation, notLifted], clears: collected },
    { status: 'suspension_delayed', when: [suspension, isLifted], clears: collected },
    { status: 'limitation_delayed', when: [limitation, isLifted], clears: collected },
    {
      status: 'credit_exceeded',
      when: [{ more: 'customer.balance', than: 'customer.credit_limit' }],
      clears: 'A balance that is not above the credit limit.',
    },
    {
      status: 'active',
      when: [],
      otherwise: 'nothing stands against it',
      facts: ['customer.balance', 'customer.credit_limit', 'customer.collectible_overdue'],
    },
  ],
} as const satisfies StatusFormula<string>

const suspensionCome = { come: 'customer.suspension_on' } as const
const limitationCome = { come: 'customer.limitation_on' } as const

/** The status of a customer by announced stages (rules 3): each from the day for which it was announced. */
export const announcedStatus = {
  ...customerStatus,
  version: 2,
  cases: customerStatus.cases.map((one) => {
    switch (one.status) {
      case 'suspended':
        return { ...one, when: [suspensionCome, notLifted] }
      case 'service_limited':
        return { ...one, when: [limitationCome, notLifted] }
      case 'suspension_delayed':
        return { ...one, when: [suspensionCome, isLifted] }
      case 'limitation_delayed':
        return { ...one, when: [limitationCome, isLifted] }
      default:
        return one
    }
  }),
} satisfies StatusFormula<string>
