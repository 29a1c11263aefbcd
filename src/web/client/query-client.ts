import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem, isSignedOut } from './problem.ts'

const worthRetrying = (error: unknown): boolean => !(error instanceof ApiProblem) || error.status === 503

/** The cache of answers. Whose session ends while he reads or sends something is nobody from then on. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (isSignedOut(error) && query.queryKey[0] !== 'session') queryClient.setQueryData(['session'], null)
    },
  }),
  mutationCache: new MutationCache({
    onError: (error) => {
      if (isSignedOut(error)) queryClient.setQueryData(['session'], null)
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
