import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { z } from 'zod'
import { change, newKey } from '../client/http.ts'
import type { Body } from './action.ts'

/** What the answers of all operations have in common for a form: whether it was done now, or waits for its day. */
const formAnswer = z.looseObject({ scheduled: z.string().optional(), effective_at: z.string().optional() })
export type FormAnswer = z.infer<typeof formAnswer>

type Sent = { readonly method: 'POST' | 'PUT' | 'DELETE'; readonly path: string; readonly body: Body }

/**
 * Sends the operation of a form. A form has one idempotency key from when it is opened until it is closed, so that a lost
 * answer never books twice; what is refused does not use it up. Once it is done, everything on the page is read anew.
 */
export const useOperation = (onDone: (answer: FormAnswer) => void) => {
  const client = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: ({ method, path, body }: Sent) =>
      change(method, {
        schema: formAnswer,
        path,
        key: key.current,
        ...(method === 'DELETE' ? { query: queryOf(body) } : { body }),
      }),
    onSuccess: async (answer) => {
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      onDone(answer)
    },
  })
}

const queryOf = (body: Body) =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
  )
