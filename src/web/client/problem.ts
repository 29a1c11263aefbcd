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

/** Words of programs: names of members, forms of documents, what a parser says. */
const OF_PROGRAMS = /_|[<>{}"`/]|\bRFC\b|\bISO\b|Invalid|YYYY|JSON|string|member/

/** The sentence for people; of something that was not understood, what it should be, where that is said in their words. */
const wordsOf = (said: { title: string; sentence?: string | undefined; expected?: unknown }): string => {
  const expected = textOr(said.expected)
  if (expected === undefined) return said.sentence ?? said.title
  return OF_PROGRAMS.test(expected)
    ? 'This is not understood as it is written.'
    : `This is not understood. It should be: ${expected}.`
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

/** Whether the error says that nobody is signed in; a password that is wrong says something else. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'not_signed_in'
