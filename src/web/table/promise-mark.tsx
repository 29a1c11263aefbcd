import { useQuery } from '@tanstack/react-query'
import { invoiceQuery } from '../client/queries.ts'
import { shown } from '../ui/amount.ts'
import { Check } from '../ui/check.tsx'

/** Whether what was agreed about an invoice is what was booked on it; nothing where nothing was agreed. */
export const PromiseMark = ({ invoice }: { readonly invoice: string }) => {
  const answer = useQuery({ ...invoiceQuery(invoice), staleTime: 30_000 })
  const promise = answer.data?.promise
  if (!promise) return null
  return (
    <Check holds={promise.holds}>
      agreed {shown(promise.agreed)} {promise.holds ? '=' : '≠'} booked {shown(promise.booked)}
    </Check>
  )
}
