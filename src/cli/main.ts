#!/usr/bin/env -S node
import './pinned-node.mjs'
import { Command } from 'commander'
import { said } from './fault.ts'

/** Each command by its name, in the order in which help lists them. One is loaded only when it is called. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  start: async () => (await import('./start.ts')).addStart,
  demo: async () => (await import('./demo.ts')).addDemo,
  import: async () => (await import('./import.ts')).addImport,
  explain: async () => (await import('./explain.ts')).addExplain,
  audit: async () => (await import('./audit.ts')).addAudit,
  run: async () => (await import('./run.ts')).addRun,
  verify: async () => (await import('./verify.ts')).addVerify,
  backup: async () => (await import('./backup.ts')).addBackup,
  restore: async () => (await import('./restore.ts')).addRestore,
  db: async () => (await import('./database.ts')).addDatabase,
  users: async () => (await import('./users.ts')).addUsers,
  keys: async () => (await import('./keys.ts')).addKeys,
  books: async () => (await import('./books.ts')).addBooks,
  roles: async () => (await import('./limits.ts')).addRoles,
}

const program = new Command('whence')
  .description('Where does this balance come from? The ledger that can say so.')
  .configureHelp({ sortSubcommands: false })
  .showHelpAfterError('(whence --help tells what there is)')

const called = Object.entries(commands).find(([name]) => name === process.argv[2])?.[1]
// help, and what is no command, are answered with all of them at hand
for (const load of called === undefined ? Object.values(commands) : [called]) (await load())(program)

await program.parseAsync().catch((error: unknown) => {
  console.error(said(error))
  process.exitCode = 1
})
