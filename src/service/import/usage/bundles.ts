import type { Caller, WireRequest } from '../../asked/request.ts'
import type { UsageLine } from './line.ts'

/** Lines of one customer that are booked as one operation. */
export type Bundle = {
  readonly customerId: string
  readonly currency: string | null
  /** names it among those of its customer and file; the same whenever the file is read */
  readonly key: string
  readonly lines: readonly UsageLine[]
}

/** Most charges of a bundle: as many as the ledger takes in one operation. */
export const MOST = 1000

/**
 * The lines of a window, put together by customer, those of each in order of their times as they are written. `window`
 * says which one of the file it is: the bundles follow from the file alone, so that it may be given again.
 */
export function bundlesOf(lines: readonly UsageLine[], window: number): Bundle[] {
  const byCustomer = Map.groupBy(lines, ({ customerId, currency }) => `${customerId}\0${currency ?? ''}`)
  return [...byCustomer.values()].flatMap((own) => {
    const inOrder = own.toSorted(byTime)
    const [first] = inOrder
    if (first === undefined) return []
    const { customerId, currency } = first
    return Array.from({ length: Math.ceil(inOrder.length / MOST) }, (_, at) => ({
      customerId,
      currency,
      key: [window, at, ...(currency === null ? [] : [currency])].join(':'),
      lines: inOrder.slice(at * MOST, (at + 1) * MOST),
    }))
  })
}

/** Sorting is stable: lines of one time stay in their order. */
const byTime = ({ charge: one }: UsageLine, { charge: other }: UsageLine): number =>
  one.effective_at < other.effective_at ? -1 : one.effective_at > other.effective_at ? 1 : 0

/** What all operations of a usage file share. */
export type Setting = { readonly importId: string; readonly name: string; readonly caller: Caller }

/**
 * The operation of a bundle. Its key is the file's, whoever gives it: given again it books nothing, also by somebody else.
 */
export function requestOf({ customerId, currency, key, lines }: Bundle, setting: Setting): WireRequest {
  const { importId, name, caller } = setting
  const [first] = lines
  const service = first?.charge.service ?? ''
  return {
    op: 'book_usage',
    customerId,
    caller: { ...caller, keysOwner: importId },
    key,
    // what the key stands for follows from the file
    asked: { file: importId, bundle: key },
    correlationId: importId,
    reference: `${name.slice(0, 150)}, line ${first?.row.line ?? 0}${lines.length > 1 ? ' and others' : ''}`,
    body: {
      service,
      charges: lines.map(({ charge: { service: own, ...charge } }) =>
        own === service ? charge : { ...charge, service: own },
      ),
      ...(currency === null ? {} : { currency }),
    },
  }
}
