/** Lines follow one another at least at this distance; ms. */
const EVERY_MS = 2000

/** Shows how far writing or bringing rows is, on standard error: one line that changes on a terminal, else a line at times. */
export function rowsProgress(): {
  readonly show: (table: string, rows: number) => void
  readonly end: () => void
} {
  const isTerminal = process.stderr.isTTY
  let next = performance.now() + (isTerminal ? 0 : EVERY_MS)
  let isShown = false
  return {
    show: (table, rows) => {
      if (performance.now() < next) return
      next = performance.now() + (isTerminal ? EVERY_MS / 20 : EVERY_MS)
      if (!isTerminal) return console.error(`${rows} rows, at table ${table}`)
      process.stderr.write(`\r\u001b[K${rows} rows, at table ${table}`)
      isShown = true
    },
    end: () => {
      if (isShown) process.stderr.write('\r\u001b[K')
      isShown = false
    },
  }
}
