import { z } from 'zod'
import { auditLine } from './answers/audit.ts'
import { correlation, count, id as named, rejectedCharges, seq } from './answers/parts.ts'
import { problem } from './answers/system.ts'
import { type CommandName, commandNames, commands, isOpening } from './operations.ts'
import { id, words } from './values.ts'

type Beside = (name: CommandName) => z.ZodRawShape

/** The commands of one customer, each with the name of its operation and what stands beside: any of them. */
const operations = (beside: Beside) =>
  z.union(
    commandNames.map((name) => {
      const members: z.ZodObject = commands[name]
      return members
        .safeExtend({ op: z.literal(name), ...beside(name) })
        .meta({ ...z.globalRegistry.get(members), title: name })
    }),
  )

/** An operation of a batch as a schema has it; it is read by its own command, so that a problem names the member. */
export const batchLine = operations(() => ({}))

/** The key of an operation of /ingest. */
export const lineKey = words(200).min(1).meta({ minLength: 1 })

/** An operation of /ingest as a schema has it; who is opened may get an id. */
export const ingestLine = operations((name) => ({
  key: lineKey,
  ...(isOpening(name) ? {} : { customer_id: id }),
}))

const done = {
  line: count.meta({ description: 'its number, from 1; blank lines count and are not answered' }),
  status: z.enum(['done', 'replayed']),
  customer_id: named,
  correlation_id: correlation,
  rejected: rejectedCharges,
}

/** What a line of /ingest is answered by. */
export const ingestAnswer = z.union([
  z.object({ ...done, records: z.array(auditLine) }),
  z.object({ ...done, first_seq: seq, last_seq: seq }).meta({ description: 'with records=none' }),
  z.object({ line: done.line, status: z.literal('refused'), problem }),
])
