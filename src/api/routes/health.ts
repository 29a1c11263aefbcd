import { healthAnswer } from '../../contract/answers.ts'
import { behindWords, seconds } from '../../service/time/clock-watch.ts'
import type { Store } from '../../store/session/store.ts'
import type { App } from '../app.ts'
import type { Settings } from '../settings.ts'

/**
 * Whether the server lives; it asks nobody, so that it answers whatever else hangs. What it can do, /ready says. Of the clock
 * it says what was seen in the last seconds.
 */
export const health = (app: App, store: Pick<Store, 'appendOnly'>, { version, mail, clockBehind }: Settings): void => {
  app.get(
    '/health',
    {
      config: { open: true },
      schema: { tags: ['Server'], summary: 'Whether it lives', security: [], response: { 200: healthAnswer } },
    },
    () => {
      const appendOnly = store.appendOnly ? 'enforced by privileges' : 'append-only not enforced by privileges'
      const behind = clockBehind()
      return {
        status: 'ok' as const,
        version,
        append_only: appendOnly,
        mail,
        clock: behind === null ? 'in step with the records' : behindWords(behind),
        clock_behind_seconds: behind === null ? 0 : seconds(behind.by),
      }
    },
  )
}
