import { readyAnswer } from '../../contract/answers.ts'
import { tryToWrite } from '../../store/queues/leases.ts'
import { storeFault } from '../../store/session/faults.ts'
import type { App } from '../app.ts'
import type { Settings } from '../settings.ts'

type Readiness = { readonly database: string; readonly because?: string }

/** How long an answer stands, so that many who ask cost one write; ms. */
const STANDS_MS = 500

/** Whether the server can write: its database answers and keeps what it is given, and there is room; 503 when not. */
export const ready = (app: App, { probe, room }: Settings): void => {
  let asked: { readonly at: number; readonly answer: Promise<Readiness> } | undefined
  const look = (): Promise<Readiness> => {
    const now = performance.now()
    if (asked === undefined || now - asked.at > STANDS_MS) asked = { at: now, answer: readiness(probe, room) }
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

async function readiness(probe: Settings['probe'], room: Settings['room']): Promise<Readiness> {
  try {
    if (!(await room.isLeft())) return { database: 'not asked', because: 'the disk is full' }
    return { database: `PostgreSQL ${await tryToWrite(probe)}` }
  } catch (error) {
    const fault = storeFault(error)
    if (fault === 'full') return { database: 'does not write', because: 'the disk is full' }
    const because = fault === 'gone' ? 'the database does not answer' : 'the database does not write'
    return { database: 'unreachable', because }
  }
}
