import type { ReactNode } from 'react'
import type { CustomerAnswer } from '../../contract/answers.ts'
import { isNegative, isZero, shown } from '../ui/amount.ts'
import { FigureStrip } from '../ui/figure-strip.tsx'
import { figureName } from '../ui/figures.ts'
import { lookOf } from '../ui/status.ts'
import { count } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { Why } from '../why/why.tsx'

const balanceWords = (balance: string): string => {
  if (isZero(balance)) return 'nothing owed'
  return isNegative(balance) ? 'in favour of the customer' : 'owed by the customer'
}

const OverdueWords = ({ invoices }: { readonly invoices: number }) => {
  const { icon: Icon } = lookOf('overdue')
  if (invoices === 0) return 'nothing overdue'
  return (
    <span className={`${ui.check} ${ui.red}`}>
      <Icon size={13} stroke={1.8} aria-hidden />
      {count(invoices, 'invoice')}
    </span>
  )
}

const captions = ({ figures }: CustomerAnswer): Readonly<Record<string, ReactNode>> => ({
  balance: balanceWords(figures.balance ?? '0'),
  outstanding: count(Number(figures.open_count ?? 0), 'open invoice'),
  overdue: <OverdueWords invoices={Number(figures.overdue_count ?? 0)} />,
  unbilled: 'not yet on an invoice',
  unallocated_payments: (
    <>
      credits <Why figure="customer.unallocated_credits" value={figures.unallocated_credits ?? '0.00'} linked />
    </>
  ),
  available_credit:
    figures.credit_limit == null ? 'no credit limit is set' : `of a limit of ${shown(figures.credit_limit)}`,
})

const names = ['balance', 'outstanding', 'overdue', 'unbilled', 'unallocated_payments', 'available_credit'] as const

/** The headline figures of a customer; each answers why. */
export const CustomerFigures = ({ answer }: { readonly answer: CustomerAnswer }) => {
  const said = captions(answer)
  const figures = names.map((name) => {
    const value = answer.figures[name]
    const label = figureName(`customer.${name}`)
    return {
      label: name === 'balance' ? `${label}, ${answer.currency}` : label,
      value: value == null ? 'No limit' : <Why figure={`customer.${name}`} value={value} linked />,
      caption: said[name],
    }
  })
  return <FigureStrip label="Figures" figures={figures} />
}
