import { SingleBar } from 'cli-progress'

const STEPS = 10

/** Shows how far verifying is: a bar on a terminal, else a line for each tenth; on standard error. */
export function verifyProgress(): { readonly show: (done: number, total: number) => void; readonly end: () => void } {
  return process.stderr.isTTY ? bar() : lines()
}

function bar() {
  const format = '{bar} {percentage} % · {value} of {total} records'
  const shown = new SingleBar({ format, hideCursor: true, fps: 10, stream: process.stderr })
  let started = false
  return {
    show: (done: number, total: number): void => {
      if (started) shown.update(done)
      else shown.start(total, done)
      started = true
    },
    end: (): void => {
      if (started) shown.stop()
    },
  }
}

function lines() {
  let next = 1
  return {
    show: (done: number, total: number): void => {
      if (done * STEPS < next * total) return
      console.error(`${done} of ${total} records`)
      next = Math.floor((done * STEPS) / total) + 1
    },
    end: (): void => {},
  }
}
