import { problem } from '../../contract/answers.ts'

/** A problem document of the API, or a request that never got an answer (status 0), as an error to throw and show. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  /** Which member of the request it is about, where the problem says so. */
  readonly path: string | undefined
  constructor(status: number, code: string, detail: string, path?: string) {
    super(detail)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.path = path
  }
}

const textOr = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** What it means and what to do, in sentences; of a member that was not understood, what it should be. */
const wordsOf = (said: { title: string; detail: string; expected?: unknown }): string => {
  const expected = textOr(said.expected)
  if (expected !== undefined) return `This is not understood. It should be: ${expected}.`
  return [said.title, said.detail].filter((words) => words !== '').join(' ')
}

/** Reads a refused answer: the problem document where there is one, else a sentence about the status. */
export const readProblem = async (answer: Response): Promise<ApiProblem> => {
  const parsed = problem.safeParse(await answer.json().catch(() => null))
  if (parsed.success)
    return new ApiProblem(answer.status, parsed.data.code, wordsOf(parsed.data), textOr(parsed.data.path))
  return new ApiProblem(answer.status, 'answer_unreadable', `The server answered with status ${answer.status}.`)
}

/** The sentence to show for anything that was thrown. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : 'Something went wrong. Try again.'

/** Whether the error says that the thing does not exist. */
export const isUnknown = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404

/** Whether the error says that nobody is signed in. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401
