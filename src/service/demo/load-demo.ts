import type { Instant } from '../../engine/time.ts'
import { findClock } from '../../store/queues/clocks.ts'
import { readCustomerIds } from '../../store/read/lists/customers.ts'
import type { Store } from '../../store/session/store.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { performTogether } from '../ledger/perform.ts'
import { openMailer } from '../mail/mail.ts'
import { setPolicy } from '../runs/set-policy.ts'
import { joinClock } from '../time/join-clock.ts'
import { billingRun } from './history/callers.ts'
import { history, historyClock } from './history/history.ts'
import type { Tale } from './history/planned.ts'
import { openLetterBox } from './letter-box.ts'
import { story, storyClock } from './story.ts'
import { beginTale, tell } from './tell.ts'

export type DemoOptions = {
  /** hears lines about the progress */
  readonly say?: (line: string) => void
  /** what is dated after it has not happened yet and is left out; the wall clock */
  readonly now?: Instant
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
  { say = () => {}, now = wallNow() }: DemoOptions = {},
): Promise<DemoLoaded> {
  const begun = []
  const tales = [story, history()].filter((tale) => tale.from <= now)
  for (const tale of tales) if (await beginTale(store, tale)) begun.push(tale)
  let performed = 0
  for (const tale of begun) {
    for (const terms of tale.terms) await setPolicy(store, terms, billingRun, `demo terms of ${terms.scope.class}`)
    performed += await tell(store, tale, now, say)
    if (tale.mail === 'send') await sendDue(store)
    await joinClock(store, tale.clock, billingRun)
  }
  for (const tale of tales) performed += await tellToday(store, tale)
  return { performed }
}

/** Sends the letters of a tale on their day, to a letter box of its own: nobody of the demonstration has an address. */
async function sendDue(store: Store): Promise<void> {
  const box = await openLetterBox()
  const mailer = openMailer(store, { smtpUrl: box.smtpUrl, from: 'billing@example.com' })
  await mailer.sendDue()
  mailer.close()
  await box.close()
}

/** What happens today to the customers of a tale that has come to the wall clock. */
async function tellToday(store: Store, tale: Tale): Promise<number> {
  const requests = tale.today()
  const outcomes = await performTogether(store, requests)
  const done = outcomes.filter((outcome) => outcome.status === 'done' && !outcome.replay)
  // whom the tale has not come to yet is not there
  const isOdd = outcomes.some((one) => one.status === 'refused' && one.refusal.code !== 'customer_unknown')
  if (isOdd) throw new Error('The demonstration data cannot be loaded: what happens today is refused')
  return done.length
}

/** Whether the demonstration data is to be loaded: there is no customer yet, or a load was stopped half-way. */
export async function wantsDemo(store: Store): Promise<boolean> {
  const clocks = await Promise.all([storyClock, historyClock].map((name) => findClock(store, name)))
  if (clocks.some((clock) => clock !== undefined && clock.joinedAt === null)) return true
  return (await readCustomerIds(store, null, 1)).length === 0
}
