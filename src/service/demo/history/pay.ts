import type { Day } from '../../../engine/time.ts'
import { type Bill, type Life, momentOn } from './bills.ts'
import { bank, gateway } from './callers.ts'
import { type Planned, planned } from './planned.ts'

/** A payment that a customer makes on a day, with his bill. */
export function pay(life: Life, bill: Bill, on: Day, amount: bigint, part = 1): Planned {
  const { customerId, purse, chance } = life
  const [caller, method] = chance.pick([
    [gateway, 'card'],
    [gateway, 'card'],
    [bank, 'bank transfer'],
    [bank, 'direct debit'],
  ] as const)
  return planned(momentOn(life, on, chance.between(70, 230)), {
    op: 'receive_payment',
    customerId,
    body: { amount: purse.write(amount), payment_id: `P-${bill.invoice}-${part}`, method, allocate: 'oldest_first' },
    caller,
    key: `demo ${bill.invoice} payment ${part}`,
  })
}
