import type { InvoiceAnswer } from '../../contract/answers.ts'
import { useScope } from '../scope.ts'
import { isZero, moved, shown } from '../ui/amount.ts'
import { Card } from '../ui/card.tsx'
import { Check } from '../ui/check.tsx'
import { plainDay } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { Waterfall } from '../ui/waterfall.tsx'
import { RecordLink } from '../why/record-link.tsx'
import { Why } from '../why/why.tsx'
import { type InvoiceStep, leftOutWords, stepsOf } from './invoice-steps.ts'
import css from './pages.module.css'

type Props = { readonly invoice: InvoiceAnswer }

const StepRow = ({ step, n }: { readonly step: InvoiceStep; readonly n: number }) => (
  <tr className={n > 0 && isZero(step.change) ? css.zero : undefined}>
    <th scope="row">{step.label}</th>
    <td className={css.sources}>{step.source}</td>
    <td className={css.right}>{moved(step.change)}</td>
    <td className={css.right}>{shown(step.after)}</td>
  </tr>
)

const StepTable = ({ invoice, steps }: Props & { readonly steps: readonly InvoiceStep[] }) => (
  <table className={css.steps}>
    <caption className="visually-hidden">From total to outstanding, in steps</caption>
    <thead>
      <tr>
        <th scope="col">Step</th>
        <th scope="col">Source</th>
        <th scope="col" className={css.right}>
          Change
        </th>
        <th scope="col" className={css.right}>
          After
        </th>
      </tr>
    </thead>
    <tbody>
      {steps.map((step, n) => (
        <StepRow key={step.figure} step={step} n={n} />
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">Outstanding</th>
        <td colSpan={3} className={css.right}>
          <Why
            figure="invoice.outstanding"
            subject={`invoice:${invoice.invoice}`}
            value={invoice.figures.outstanding ?? '0.00'}
          />
        </td>
      </tr>
    </tfoot>
  </table>
)

/** Whether what was agreed is what was booked, with where it was agreed. */
const PromiseLine = ({ invoice }: Props) =>
  invoice.promise && (
    <div className={css.promise}>
      <Check holds={invoice.promise.holds}>
        agreed {shown(invoice.promise.agreed)} {invoice.promise.holds ? '=' : '≠'} booked{' '}
        {shown(invoice.promise.booked)}
      </Check>
      <span className={ui.meta} style={{ lineHeight: '20px' }}>
        promise against posting
      </span>
      <RecordLink customer={invoice.customer_id} seq={invoice.promise.seq} root={invoice.promise.seq}>
        {invoice.promise.reference ?? `#${invoice.promise.seq}`}
      </RecordLink>
    </div>
  )

/** From total to outstanding: the same numbers as a picture and as a table. */
export const InvoiceFlow = ({ invoice }: Props) => {
  const { zone } = useScope()
  const steps = stepsOf(invoice, zone)
  const leftOut = leftOutWords(invoice)
  const words = steps.map((step) => `${step.label} ${moved(step.change)}`).join(', ')
  return (
    <Card title="From total to outstanding" beside={invoice.currency}>
      <div className={css.flow}>
        <Waterfall
          steps={steps.map((step) => ({ label: step.label, change: step.change, caption: step.when }))}
          end="Outstanding"
          label={`Waterfall: ${words}; outstanding ${shown(invoice.figures.outstanding ?? '0.00')}`}
        />
        <div>
          <StepTable invoice={invoice} steps={steps} />
          {invoice.issued_on === null ? null : (
            <p className={css.note}>
              The document of {plainDay(invoice.issued_on)} stays as issued: {shown(invoice.figures.total ?? '0.00')}.
            </p>
          )}
          {leftOut === null ? null : <p className={css.note}>{leftOut}</p>}
        </div>
      </div>
      <PromiseLine invoice={invoice} />
    </Card>
  )
}
