import type { ErrorComponentProps } from '@tanstack/react-router'
import { sentenceOf } from '../client/problem.ts'
import { Failed } from '../ui/states.tsx'

/** A page that failed as a whole. */
export const Broken = ({ error, reset }: ErrorComponentProps) => (
  <Failed page sentence={sentenceOf(error)} retry={reset} />
)
