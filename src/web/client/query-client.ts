import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem, isSignedOut } from './problem.ts'

const worthRetrying = (error: unknown): boolean => !(error instanceof ApiProblem) || error.status === 503

/** The cache of answers. Whoever is signed out while reading gets the sign-in page by asking for the session again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (isSignedOut(error) && query.queryKey[0] !== 'session') queryClient.setQueryData(['session'], null)
    },
  }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 5_000,
      retry: (count, error) => count < 2 && worthRetrying(error),
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always' },
  },
})
