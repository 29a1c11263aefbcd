import type { Instant } from '../../engine/time.ts'
import { findClock } from '../../store/clocks.ts'
import { readCustomerIds } from '../../store/read/customers.ts'
import type { Store } from '../../store/store.ts'
import { joinClock } from '../join-clock.ts'
import { type MailSettings, openMailer } from '../mail.ts'
import { wallNow } from '../wall-clock.ts'
import { billingRun } from './callers.ts'
import { history, historyClock } from './history.ts'
import { story, storyClock } from './story.ts'
import { beginTale, tell } from './tell.ts'

export type DemoOptions = {
  /** hears lines about the progress */
  readonly say?: (line: string) => void
  /** what is dated after it has not happened yet and is left out; the wall clock */
  readonly now?: Instant
  /** how the story's notice is sent before its clock joins, so that its record stands on that day; else it is sent later */
  readonly mail?: MailSettings
}

/** What a load added: operations performed, those of an earlier load not counted. */
export type DemoLoaded = { readonly performed: number }

/**
 * Loads the demonstration data by operations through the service: John Doe's story, the wording example, and a year of a
 * small operator. Each tale is told on its own clock, which then joins the wall clock. Killed half-way, the next load goes
 * on where it stopped; loaded whole, it adds nothing. What the tales date after now is left out, also by later loads.
 */
export async function loadDemo(
  store: Store,
  { say = () => {}, now = wallNow(), mail }: DemoOptions = {},
): Promise<DemoLoaded> {
  const begun = []
  for (const tale of [story, history()]) if (tale.from <= now && (await beginTale(store, tale))) begun.push(tale)
  let performed = 0
  for (const tale of begun) {
    performed += await tell(store, tale, now, say)
    if (tale.mail === 'send' && mail !== undefined) await sendDue(store, mail)
    await joinClock(store, tale.clock, billingRun)
  }
  return { performed }
}

async function sendDue(store: Store, mail: MailSettings): Promise<void> {
  const mailer = openMailer(store, mail)
  await mailer.sendDue()
  mailer.close()
}

/** Whether the demonstration data is to be loaded: there is no customer yet, or a load was stopped half-way. */
export async function wantsDemo(store: Store): Promise<boolean> {
  const clocks = await Promise.all([storyClock, historyClock].map((name) => findClock(store, name)))
  if (clocks.some((clock) => clock !== undefined && clock.joinedAt === null)) return true
  return (await readCustomerIds(store, null, 1)).length === 0
}
