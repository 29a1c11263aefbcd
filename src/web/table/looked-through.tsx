import { useEffect } from 'react'
import type { AuditPage } from '../../contract/answers.ts'
import { momentOf } from '../ui/time.ts'
import ui from '../ui/ui.module.css'

type Answer = {
  readonly data: { readonly pages: readonly AuditPage[] } | undefined
  readonly isFetching: boolean
  readonly isError: boolean
  readonly fetchNextPage: () => Promise<unknown>
}

/**
 * A log is looked through a bounded way at a time, so that a page of it can be without a record and not be the last: then
 * the next is asked for at once. Says whether that is so.
 */
export const useGoingOn = ({ data, isFetching, isError, fetchNextPage }: Answer): boolean => {
  const last = data?.pages.at(-1)
  const isUnderway = last !== undefined && last.records.length === 0 && last.next !== null
  const isToAsk = isUnderway && !isFetching && !isError
  useEffect(() => {
    if (isToAsk) void fetchNextPage()
  }, [isToAsk, fetchNextPage])
  return isUnderway && !isError
}

type Props = {
  readonly pages: readonly AuditPage[]
  readonly zone: string
  readonly order: 'asc' | 'desc'
  readonly going: boolean
}

/** Says how far a log was looked through where it ends before its end. */
export const LookedThrough = ({ pages, zone, order, going }: Props) => {
  const to = pages.at(-1)?.scanned_to ?? null
  if (to === null) return null
  return (
    <p className={ui.meta} role="status">
      Looked through {order === 'asc' ? 'up' : 'back'} to {momentOf(to, zone)}, {zone}
      {going ? ': nothing there, looking on.' : ': there may be more beyond.'}
    </p>
  )
}
