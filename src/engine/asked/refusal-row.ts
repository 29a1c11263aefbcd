/** A refusal with its HTTP status, what it means and what to do. */
export type RefusalRow = Readonly<{ status: 403 | 404 | 409 | 422 } & Record<'means' | 'remedy' | 'people', string>>
/** A refusal of any status. */
export const row = (status: RefusalRow['status'], means: string, remedy: string, people?: string): RefusalRow => ({
  status,
  means,
  remedy,
  people: people ?? `${means} ${remedy}`,
})
/** Something is named that is not there. */
export const unknown = (what: string, remedy: string): RefusalRow => row(404, `There is no such ${what}.`, remedy)
/** An id is wanted that something else has. */
export const taken = (what: string): RefusalRow =>
  row(409, `This ${what} is already in use.`, `Choose another ${what}, or leave it out and get one.`)
/** A rule is broken. Where means or remedy speak to programs, `people` is said apart. */
export const rule = (means: string, remedy: string, people?: string): RefusalRow => row(422, means, remedy, people)
