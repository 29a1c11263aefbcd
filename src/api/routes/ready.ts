import { statfs } from 'node:fs/promises'
import { readyAnswer } from '../../contract/answers.ts'
import { storeFault } from '../../store/faults.ts'
import { tryToWrite } from '../../store/leases.ts'
import type { App } from '../app.ts'
import type { Settings } from '../settings.ts'

type Readiness = { readonly database: string; readonly because?: string }

/** Room that the database needs to go on writing; bytes. */
const ROOM = 128 * 1024 * 1024
/** How long an answer stands, so that many who ask cost one write; ms. */
const STANDS_MS = 500

/** Whether the server can write: its database answers and keeps what it is given, and there is room; 503 when not. */
export const ready = (app: App, { probe, data }: Settings): void => {
  let asked: { readonly at: number; readonly answer: Promise<Readiness> } | undefined
  const look = (): Promise<Readiness> => {
    const now = performance.now()
    if (asked === undefined || now - asked.at > STANDS_MS) asked = { at: now, answer: readiness(probe, data) }
    return asked.answer
  }
  app.get(
    '/ready',
    {
      config: { open: true },
      schema: {
        tags: ['Server'],
        summary: 'Whether it can write',
        security: [],
        response: { 200: readyAnswer, 503: readyAnswer },
      },
    },
    async (_request, reply) => {
      const found = await look()
      if (found.because === undefined) return { status: 'ready' as const, ...found }
      return await reply
        .code(503)
        .header('retry-after', '2')
        .send({ status: 'not ready' as const, ...found })
    },
  )
}

async function readiness(probe: Settings['probe'], data: string | undefined): Promise<Readiness> {
  try {
    if (data !== undefined && (await roomOf(data)) < ROOM) return { database: 'not asked', because: 'the disk is full' }
    return { database: `PostgreSQL ${await tryToWrite(probe)}` }
  } catch (error) {
    const because = storeFault(error) === 'gone' ? 'the database does not answer' : 'the database does not write'
    return { database: 'unreachable', because }
  }
}

async function roomOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
