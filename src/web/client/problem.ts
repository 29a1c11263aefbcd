import { problem } from '../../contract/answers.ts'

/** A problem document of the API, or a request that never got an answer (status 0), as an error to throw and show. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
  }
}

/** Reads a refused answer: the problem document where there is one, else a sentence about the status. */
export const readProblem = async (answer: Response): Promise<ApiProblem> => {
  const parsed = problem.safeParse(await answer.json().catch(() => null))
  if (parsed.success) return new ApiProblem(answer.status, parsed.data.code, parsed.data.detail || parsed.data.title)
  return new ApiProblem(answer.status, 'answer_unreadable', `The server answered with status ${answer.status}.`)
}

/** The sentence to show for anything that was thrown. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : 'Something went wrong. Try again.'

/** Whether the error says that the thing does not exist. */
export const isUnknown = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404

/** Whether the error says that nobody is signed in. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401
