import type { Reach } from '../../../store/read/audit/narrowing.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Pace } from '../records/pace.ts'
import type { Filters } from './narrowing/filters.ts'
import type { Subjects } from './narrowing/narrow.ts'
import type { Said } from './narrowing/words.ts'

/** What a page makes lines with. */
export type Teller = {
  readonly session: Session
  readonly work: Pace
  readonly filters: Filters
  readonly subjects: Subjects
  /** the records whose own text has a word of the search */
  readonly said: Said
  /** what the dials of the page let in; null: all */
  readonly reach: Reach | null
}
