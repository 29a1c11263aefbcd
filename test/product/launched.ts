import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { diesWithUs } from '../../src/store/postgres/launch.ts'

type How = Omit<SpawnOptions, 'detached' | 'shell'>

/**
 * Starts a program that does not outlive us: the kernel kills it when this process ends, however it ends. A test run
 * that was killed itself leaves no server behind.
 */
export function launched(program: readonly string[], { uid, gid, ...how }: How = {}): ChildProcess {
  const account = uid === undefined || gid === undefined ? undefined : { uid, gid }
  const { file, args, account: changed } = diesWithUs('KILL', program, account)
  return spawn(file, [...args], { ...how, ...changed })
}
