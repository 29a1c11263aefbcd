import type { CommandName } from '../../../contract/operations.ts'
import type { Command } from '../../../engine/asked/command.ts'
import type { Instant } from '../../../engine/time.ts'
import type { Form } from '../form.ts'
import type { RequestOf } from '../request.ts'

/** What a command needs beside its body: whose it is, and when it counts. */
export type Setting = { readonly customerId: string; readonly effectiveAt: Instant }

/** Makes the engine's command of a request: reads amounts, days and texts, fills in what was left out. */
export type Make<N extends CommandName> = (body: RequestOf<N>['body'], form: Form, setting: Setting) => Command
