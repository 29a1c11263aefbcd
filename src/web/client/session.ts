import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { rolesAnswer, sessionAnswer } from '../../contract/answers.ts'
import { get, post, remove, send } from './http.ts'
import { isSignedOut } from './problem.ts'
import { queryClient } from './query-client.ts'

export type Session = z.infer<typeof sessionAnswer>

const read = async (): Promise<Session | null> => {
  try {
    return await get(sessionAnswer, '/session')
  } catch (error) {
    if (isSignedOut(error)) return null
    throw error
  }
}

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: read, staleTime: 60_000 })

/** What each role may do, and how much. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => get(rolesAnswer, '/roles'),
  staleTime: 60_000,
})

/** Signs in; throws the problem when the server refuses. */
export const signIn = async (email: string, password: string): Promise<void> => {
  queryClient.setQueryData(sessionQuery.queryKey, await post(sessionAnswer, '/session', { email, password }))
}

/** Takes another password for the present one; throws the problem when the server refuses. */
export const changePassword = (body: { readonly password: string; readonly new_password: string }): Promise<void> =>
  send('/session/password', body)

/** Signs out, leaves the page, and forgets everything that was read. */
export const signOut = async (leave: () => Promise<void>): Promise<void> => {
  await remove('/session')
  await leave()
  queryClient.setQueryData(sessionQuery.queryKey, null)
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
}
