import type { Room } from '../store/session/room.ts'
import type { App } from './app.ts'
import { ProblemError } from './problem.ts'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses what writes while the disk of the database has no room: questions are answered, and nothing falls. */
export const registerRoom = (app: App, room: Room): void => {
  app.addHook('onRequest', async (request) => {
    if (!READING.has(request.method) && !(await room.isLeft())) throw new ProblemError('no_room', { retry_after: 5 })
  })
}
