import { Worker } from 'node:worker_threads'

/** How much memory a thread has at most, in MB: at first, and after it needed more. */
export type Memory = { readonly first: number; readonly most: number }

/**
 * Little at first, so that garbage is collected in time: what is alive of a payment over 20,000 invoices is 160 MB. A
 * thread that ends for want of memory is started again with more.
 */
export const memory: Memory = { first: 192, most: 768 }

/** Starts a thread with so much memory, in MB; when it ends, it is said whether it needed more. */
export function startThread(
  file: './apart.ts' | './background.ts',
  workerData: unknown,
  mb: number,
  ended: (one: Worker, neededMore: boolean) => void,
): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: mb, maxYoungGenerationSizeMb: 16 }
  const one = new Worker(new URL(file, import.meta.url), { workerData, resourceLimits })
  let neededMore = false
  one.on('error', (error) => {
    neededMore = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    console.error(error)
  })
  one.on('exit', () => ended(one, neededMore))
  return one
}
