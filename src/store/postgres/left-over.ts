import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { PostgresFault } from './fault.ts'
import { clusterName } from './settings.ts'

/**
 * How long a left-over may take to write its checkpoint after INT, and to fall after QUIT. INT is not obeyed in recovery;
 * QUIT always is, and costs nothing but another recovery.
 */
const PATIENCE_MS = { INT: 1500, QUIT: 10_000 }

/**
 * Ends what still runs on a data folder whose lock we hold: the server of a process that was killed, or connections that
 * outlived their server. It is never adopted: nobody knows what its settings were or who else is connected to it.
 */
export const endLeftOvers = async (data: string, say: (line: string) => void): Promise<void> => {
  const found = processesOn(data)
  if (found.length === 0) return
  say(`A database left over on ${data} (process ${found[0]}) is still stopping; waiting for it.`)
  if (await gone(data, 'SIGINT', PATIENCE_MS.INT)) return
  if (await gone(data, 'SIGQUIT', PATIENCE_MS.QUIT)) return
  throw new PostgresFault(
    'left_over_stays',
    `Process ${processesOn(data)[0]} still runs on ${data} and does not stop; end it, then start again.`,
  )
}

/** Ids of the processes of the server on that data folder: the server itself first. */
export const processesOn = (data: string): number[] => {
  const title = `postgres: ${clusterName(data)}: `
  const found = processes().filter(({ words, text }) => text.startsWith(title) || isServerOn(data, words))
  return found
    .sort((a, b) => Number(isServerOn(data, b.words)) - Number(isServerOn(data, a.words)))
    .map(({ pid }) => pid)
}

const isServerOn = (data: string, words: readonly string[]): boolean =>
  words[0]?.endsWith('/bin/postgres') === true && words[1] === '-D' && words[2] === data

/** Signals the server, or the orphans when there is none, until nothing is left; false when the time is over. */
const gone = async (data: string, signal: 'SIGINT' | 'SIGQUIT', patienceMs: number): Promise<boolean> => {
  const end = Date.now() + patienceMs
  let told: number | undefined
  while (Date.now() < end) {
    const [first] = processesOn(data)
    if (first === undefined) return true
    if (first !== told) send(first, signal)
    told = first
    await sleep(50)
  }
  return false
}

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended between the look and the signal, which is what was wanted.
  }
}

const processes = (): { readonly pid: number; readonly words: readonly string[]; readonly text: string }[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      const text = commandLine(name)
      return { pid: Number(name), words: text.split('\0'), text }
    })

const commandLine = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
