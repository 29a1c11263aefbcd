import { type Options, SingleBar } from 'cli-progress'
import { textFromDay } from '../engine/time.ts'
import type { Progress } from '../service/import/book-parts.ts'

const STEPS = 10

/** Shows how far an import is: a bar on a terminal, else a line for each tenth; on standard error. */
export function importProgress(): { readonly show: (progress: Progress) => void; readonly end: () => void } {
  return process.stderr.isTTY ? bar() : lines()
}

const look: Options = {
  format: '{bar} {percentage} % · {value} of {total} operations · {day}',
  hideCursor: true,
  fps: 10,
  stream: process.stderr,
}

function bar() {
  const shown = new SingleBar(look)
  let started = false
  return {
    show: ({ done, total, day }: Progress): void => {
      const at = { day: textFromDay(day) }
      if (started) shown.update(done, at)
      else shown.start(total, done, at)
      started = true
    },
    end: (): void => {
      if (started) shown.stop()
    },
  }
}

function lines() {
  let next = 0
  return {
    show: ({ done, total, day }: Progress): void => {
      if (done * STEPS < next * total) return
      console.error(`${done} of ${total} operations, up to ${textFromDay(day)}`)
      next = Math.floor((done * STEPS) / total) + 1
    },
    end: (): void => {},
  }
}
