import type { Answer } from '../product/ask.ts'

/** The answer, which must not be a problem. */
export function done({ status, body }: Answer): Record<string, unknown> {
  if (status >= 400) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
