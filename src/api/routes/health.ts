import { healthAnswer } from '../../contract/answers.ts'
import type { Store } from '../../store/store.ts'
import type { App } from '../app.ts'
import type { Settings } from '../settings.ts'

/** Whether the server can do its work; 503 when it cannot. */
export const health = (app: App, store: Store, { version, mail }: Settings): void => {
  app.get(
    '/health',
    {
      config: { open: true },
      schema: { tags: ['Server'], summary: 'Health', security: [], response: { 200: healthAnswer, 503: healthAnswer } },
    },
    async (_request, reply) => {
      const database = await store
        .query<{ version: string }>("select current_setting('server_version') as version")
        .then(
          ([row]) => `PostgreSQL ${row?.version}`,
          () => null,
        )
      const appendOnly = store.appendOnly ? 'enforced by privileges' : 'append-only not enforced by privileges'
      const answer = { version, database: database ?? 'unreachable', append_only: appendOnly, mail }
      if (database === null) return await reply.code(503).send({ status: 'failing' as const, ...answer })
      return { status: 'ok' as const, ...answer }
    },
  )
}
