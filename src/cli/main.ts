#!/usr/bin/env -S node
import './pinned-node.mjs'
import { Command } from 'commander'
import { addAudit } from './audit.ts'
import { addBooks } from './books.ts'
import { addDatabase } from './database.ts'
import { addDemo } from './demo.ts'
import { addExplain } from './explain.ts'
import { said } from './fault.ts'
import { addImport } from './import.ts'
import { addKeys } from './keys.ts'
import { addRun } from './run.ts'
import { addStart } from './start.ts'
import { addUsers } from './users.ts'
import { addVerify } from './verify.ts'

const program = new Command('whence')
  .description('Where does this balance come from? The ledger that can say so.')
  .configureHelp({ sortSubcommands: false })
  .showHelpAfterError('(whence --help tells what there is)')

const commands = [
  addStart,
  addDemo,
  addImport,
  addExplain,
  addAudit,
  addRun,
  addVerify,
  addDatabase,
  addUsers,
  addKeys,
  addBooks,
]
for (const add of commands) add(program)

await program.parseAsync().catch((error: unknown) => {
  console.error(said(error))
  process.exitCode = 1
})
