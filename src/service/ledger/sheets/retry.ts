import { setTimeout as sleep } from 'node:timers/promises'
import { sqlState } from '../../../store/session/store.ts'

/** Serialization failure, deadlock, and a unique key that another transaction took first. */
const LOST_RACES = new Set(['40001', '40P01', '23505'])
const ATTEMPTS = 8

/**
 * Does a piece of work that is one transaction, again when it lost a race against another one. What it does is asked
 * anew each time; any other fault goes to the caller, since nobody knows then whether a commit arrived.
 */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === ATTEMPTS || !LOST_RACES.has(sqlState(error) ?? '')) throw error
      await sleep(Math.random() * 5 * 2 ** attempt)
    }
  }
}
