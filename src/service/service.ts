import { randomUUID } from 'node:crypto'
import { doNumbersStandStill } from '../store/beside/restorations.ts'
import type { Room } from '../store/session/room.ts'
import type { Store } from '../store/session/store.ts'
import { bookAllDue } from './ledger/waiting/due.ts'
import { type MailSettings, openMailer } from './mail/mail.ts'
import { openGoingOn } from './runs/go-on.ts'
import { evaluateDue } from './time/evaluate-customers.ts'
import { openAdopter } from './time/policies.ts'
import { inTurn } from './work/in-turn.ts'
import { endSequencing, sequenceAll } from './work/sequencer.ts'
import { onWake } from './work/wake.ts'
import { startWorker } from './work/worker.ts'

export type ServiceOptions = {
  readonly mail: MailSettings
  /** of the disk of the database: without, nothing is begun in the background */
  readonly room?: Room
  /** Receives faults of the background work; they go to standard error otherwise. */
  readonly report?: (error: unknown) => void
}

/** The background work of a server: order of transactions, mail, long work that was begun, days. */
export type Service = { readonly store: Store; readonly stop: () => Promise<void> }

const SEQUENCE = { everyMs: 1000, restMs: 50 }
const MAIL = { everyMs: 5000, restMs: 200 }
const LONG = { everyMs: 1000, restMs: 200 }
const DAYS = { everyMs: 60_000, restMs: 1000 }

/**
 * Starts what goes on beside the requests: giving committed transactions their order, sending mail, going on with long
 * work that was begun, and once a minute evaluating the customers for whom a day has come, booking what waited for it, and
 * finishing adoptions of terms.
 */
export function startService(store: Store, { mail, room, report = sayFault }: ServiceOptions): Service {
  const holder = randomUUID()
  const mailer = openMailer(store, mail)
  const whereRoom = (work: () => Promise<unknown>) => async () => {
    if (room === undefined || (await room.isLeft())) await work()
  }
  const sequencer = startWorker(
    whereRoom(() => sequenceAll(store, holder)),
    SEQUENCE,
    report,
  )
  const sender = startWorker(whereRoom(mailer.sendDue), MAIL, report)
  const goingOn = openGoingOn(store, report)
  const long = startWorker(
    whereRoom(async () => {
      if (!(await doNumbersStandStill(store))) await goingOn.look()
    }),
    LONG,
    report,
  )
  const adopt = openAdopter(store)
  // a fault in one of them stops none of the others: each is about other customers too
  const ofDays = [() => bookAllDue(store), () => evaluateDue(store), adopt]
  const days = startWorker(
    whereRoom(async () => {
      // after a restore days wait for the operator: what they book wants numbers
      if (!(await doNumbersStandStill(store))) await inTurn(ofDays)
    }),
    DAYS,
    report,
  )
  const forget = onWake(store, () => {
    sequencer.wake()
    sender.wake()
    long.wake()
  })
  return {
    store,
    stop: async () => {
      forget()
      await Promise.all([sequencer.stop(), sender.stop(), long.stop(), goingOn.stop(), days.stop()])
      mailer.close()
      await endSequencing(store, holder).catch(report)
    },
  }
}

function sayFault(error: unknown): void {
  console.error(error)
}
