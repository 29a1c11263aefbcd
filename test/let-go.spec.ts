import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { theCustomer } from '../src/engine/figures/base.ts'
import type { FormulaName } from '../src/engine/figures/names.ts'
import { rulesOf } from '../src/engine/rules/rules.ts'
import type { Customer } from '../src/engine/state/customer.ts'
import { dayFromText } from '../src/engine/time.ts'
import { evaluate, termsOf } from '../src/engine/values/evaluate.ts'
import { debtor } from './engine/debtor.ts'
import { customerOf, issue, pay } from './memory/clerk.ts'

/** A state that is past is let go, whatever was worked out from it for the next one. */

const INVOICES = 20
const PAYMENTS = 60
/** The newest, those that it is known to come from, and what the machine of JavaScript has not cleared yet. */
const MOST = 12

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  gc()
}

const today = dayFromText('2026-02-20') ?? 0
const { formulas } = rulesOf(3)
const names = (Object.keys(formulas) as FormulaName[]).filter((name) => name.startsWith('customer.'))

/** Asks for everything that there is to be known of a customer. */
function lookAt(customer: Customer): void {
  for (const name of names) {
    evaluate(customer, name, theCustomer, today)
    termsOf(customer, name, theCustomer, today)
  }
}

test('of the states between many payments few are kept', async () => {
  const clerk = debtor({})
  for (let n = 0; n < INVOICES; n += 1) issue(clerk, `More ${n}`, ['100'], { due: '2026-02-12' })
  const states: WeakRef<Customer['subjects']>[] = []
  for (let n = 0; n < PAYMENTS; n += 1) {
    const paid = pay(clerk, `P${n}`, '1', { [`More ${n % INVOICES}`]: '1' })
    expect(paid).toMatchObject({ ok: true })
    const customer = customerOf(clerk)
    lookAt(customer)
    states.push(new WeakRef(customer.subjects))
  }
  // what was looked at in this turn may be kept to its end
  await new Promise((done) => setTimeout(done))
  collectGarbage()
  expect(states.filter((state) => state.deref() !== undefined).length).toBeLessThanOrEqual(MOST)
})
