import type { InvoiceAnswer } from '../contract/answers.ts'
import type { Dials } from './client/queries.ts'
import { isZero } from './ui/amount.ts'

/** Yes, or the reason why not, for the disabled button. */
export type May = { readonly yes: true } | { readonly yes: false; readonly reason: string }

const yes: May = { yes: true }
const no = (reason: string): May => ({ yes: false, reason })

const isPast = (dials: Dials): boolean => dials.as_of !== undefined || dials.known_at !== undefined

const adjust = (invoice: InvoiceAnswer, dials: Dials): May => {
  if (isPast(dials)) return no('You are looking at another day. Go back to now to adjust.')
  if (invoice.status === 'draft') return no('A draft is changed by its lines, not adjusted.')
  if (invoice.status === 'void') return no('This invoice is void.')
  return yes
}

const recordPayment = (invoice: InvoiceAnswer, dials: Dials): May => {
  if (isPast(dials)) return no('You are looking at another day. Go back to now to record a payment.')
  if (isZero(invoice.figures.outstanding ?? '0')) return no('Nothing is outstanding on this invoice.')
  return yes
}

const addNote = (dials: Dials): May =>
  isPast(dials) ? no('You are looking at another day. Go back to now to add a note.') : yes

/** What can be done with a thing now. */
export const can = { adjust, recordPayment, addNote } as const
