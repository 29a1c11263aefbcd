import swagger from '@fastify/swagger'
import type { App } from './app.ts'
import { describer } from './schemas.ts'

const description = `The ledger of an operator's customers. Every figure says where it comes from.

Amounts are decimal strings ("60.00"), times RFC 3339 in UTC, ids strings. A POST names an \`Idempotency-Key\`; the same
request with the same key is answered again without being booked again (\`Idempotent-Replay: true\`). A request that is
not carried out is answered with a problem document (RFC 9457) whose \`code\` stands in the list at [/errors](/errors).
HEAD is answered as GET, without the body; a method that an address does not take by 405 and \`Allow\`.`

/** The OpenAPI document of all routes registered after this. */
export const registerOpenApi = async (app: App, version: string): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Whence', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/', description: 'this server' }],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'whence_session',
            description: 'Set by signing in; by HTTPS __Host-whence_session.',
          },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    ...describer(),
  })
}
