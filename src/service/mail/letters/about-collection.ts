import { type Day, longDay } from '../../../engine/time.ts'
import { type Addressed, type Letter, letter } from './layout.ts'

/**
 * What letters about a stage of collection state: `overdue`, what is collectible of all invoices, written with its
 * currency; `on`, the day on which the stage comes or came.
 */
export type StageSlots = Addressed & { readonly overdue: string; readonly on: Day }

const disregard = 'If you have paid in the meantime, please disregard this letter.'

const warning =
  (words: string) =>
  ({ overdue, on, ...to }: StageSlots): Letter =>
    letter(to, {
      subject: `Your ${words}`,
      paragraphs: [`${overdue} is overdue. Without your payment your ${words} on ${longDay(on)}.`, disregard],
    })

const notice =
  (words: string) =>
  ({ overdue, on, ...to }: StageSlots): Letter =>
    letter(to, {
      subject: `Your ${words}`,
      paragraphs: [
        `${overdue} is overdue. Since ${longDay(on)} your ${words}.`,
        'This ends as soon as the amount has arrived.',
        disregard,
      ],
    })

export const limitationWarning = warning('services will be limited')
export const limitationNotice = notice('services are limited')
export const suspensionWarning = warning('services will be suspended')
export const suspensionNotice = notice('services are suspended')
export const terminationWarning = warning('contract will be terminated')

/** Provisional: an operator may still take the customer back. */
export const terminationNotice = ({ overdue, on, ...to }: StageSlots): Letter =>
  letter(to, {
    subject: 'Your contract is terminated',
    paragraphs: [
      `${overdue} is overdue. On ${longDay(on)} your contract was provisionally terminated.`,
      'Please call us if you want it to go on.',
    ],
  })
