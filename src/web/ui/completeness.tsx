import { Check } from './check.tsx'

type Complete = {
  readonly from_seq: number
  readonly to_seq: number
  readonly gaps: readonly { readonly from: number; readonly to: number }[]
}

/** Whether the log behind an answer is whole. */
export const Completeness = ({ complete }: { readonly complete: Complete }) =>
  complete.gaps.length === 0 ? (
    <span>
      complete: records {complete.from_seq} to {complete.to_seq}, no gaps
    </span>
  ) : (
    <Check holds={false}>
      records are missing: {complete.gaps.map((gap) => `${gap.from} to ${gap.to}`).join(', ')}
    </Check>
  )
