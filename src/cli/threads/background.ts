import { parentPort, workerData } from 'node:worker_threads'
import type { MailSettings } from '../../service/mail/mail.ts'
import { startService } from '../../service/service.ts'
import { wake } from '../../service/work/wake.ts'
import { openRoom } from '../../store/session/room.ts'
import { openStore, serverBudget } from '../../store/session/store.ts'

// The thread of the background work. It is woken by commits elsewhere, and told when to end.

/** What this thread is given. */
export type GivenBackground = {
  readonly url: string
  readonly mail: MailSettings
  /** the folder of the database, where this machine has it */
  readonly data: string | undefined
}

const { url, mail, data } = workerData as GivenBackground
const CONNECTIONS = 6
const store = await openStore(url, { size: CONNECTIONS, budget: serverBudget })
const service = startService(store, { mail, room: openRoom(data) })
parentPort?.on('message', (message: 'wake' | 'end') => {
  if (message === 'wake') return wake(store)
  void service.stop().finally(() => void store.close().finally(() => process.exit(0)))
})
