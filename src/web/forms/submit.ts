import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { operationAnswer } from '../../contract/answers.ts'
import { newKey, post } from '../client/http.ts'

type Operation = { readonly path: string; readonly body: Readonly<Record<string, unknown>> }

/**
 * Sends an operation. The idempotency key stays while the same body is tried again, so that a lost answer never books
 * twice; another body gets another key. When it is booked, everything on the page is read anew.
 */
export const useOperation = (onDone: () => void) => {
  const client = useQueryClient()
  const sent = useRef({ body: '', key: '' })
  return useMutation({
    mutationFn: ({ path, body }: Operation) => {
      const text = JSON.stringify([path, body])
      if (text !== sent.current.body) sent.current = { body: text, key: newKey() }
      return post(operationAnswer, path, body, sent.current.key)
    },
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      onDone()
    },
  })
}

/** A text of the form; left out when empty. */
export const textOf = (form: FormData, name: string): string | undefined => {
  const text = String(form.get(name) ?? '').trim()
  return text === '' ? undefined : text
}
