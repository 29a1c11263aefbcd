import { readFileSync, writeFileSync } from 'node:fs'
import { dayFromText } from '../src/engine/time.ts'
import { type Change, zoneText } from './zone-text.ts'

// Makes a zone table of the engine from the data of the Node that runs it: `node script/zones.ts [tzdata.zi]`. The names
// are those that Node lists and, where a file of IANA is given, those of its zones and links that Node knows too. A table
// that was released is never made again, for records stand on its days: new data is a new file and a new rules version.

const DAY = 86_400
const FIRST = secondsOf('1900-01-01')
const LAST = secondsOf('2101-01-01')
/** Names that only ICU has. */
const OF_ICU = ['US/Pacific-New']
const SHAPED = /^(?:UTC|[A-Z][A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+)$/

function secondsOf(text: string): number {
  return (dayFromText(text) ?? 0) * DAY
}

function names(iana: string | undefined): string[] {
  const text = iana === undefined ? '' : readFileSync(iana, 'utf8')
  const listed = [...text.matchAll(/^(?:L \S+|Z) (\S+)/gm)].map(([, name = '']) => name)
  const all = new Set(['UTC', ...OF_ICU, ...Intl.supportedValuesOf('timeZone'), ...listed])
  return [...all].filter((name) => SHAPED.test(name) && formatOf(name) !== undefined).sort()
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const parts = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }
  try {
    return new Intl.DateTimeFormat('en-US-u-hc-h23', { calendar: 'iso8601', timeZone, ...(parts as object) })
  } catch {
    return undefined
  }
}

/** Seconds that a zone is ahead of UTC at a second; what is shown there is read back as if it were UTC. */
function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const [year, month, day, hour, minute, second] = (format.format(at * 1000).match(/\d+/g) ?? []).map(Number)
  return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second) / 1000 - at
}

/** The offset at the beginning, and each change of it: looked for twice a day, then halved down to its second. */
function changesOf(format: Intl.DateTimeFormat): Change[] {
  const changes: Change[] = [{ at: FIRST, offset: offsetAt(format, FIRST) }]
  for (let at = FIRST; at < LAST; at += DAY / 2) {
    const before = changes.at(-1)?.offset ?? 0
    if (offsetAt(format, at + DAY / 2) === before) continue
    let [low, high] = [at, at + DAY / 2]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (offsetAt(format, middle) === before) low = middle
      else high = middle
    }
    changes.push({ at: high, offset: offsetAt(format, high) })
  }
  return changes
}

const zones = new Map<string, string>()
const same: [string, string][] = []
const byData = new Map<string, string>()
const byCanonical = new Map<string, string>()
for (const name of names(process.argv[2])) {
  const format = formatOf(name) as Intl.DateTimeFormat
  const canonical = format.resolvedOptions().timeZone
  const text = byCanonical.get(canonical) ?? zoneText(changesOf(format))
  byCanonical.set(canonical, text)
  const twin = byData.get(text)
  if (twin === undefined) zones.set(name, text)
  else same.push([name, twin])
  byData.set(text, twin ?? name)
}

const version = process.versions.tz ?? 'unknown'
const file = `src/engine/zones/${version}.json`
const rows = (table: Iterable<[string, string]>): string =>
  [...table].map(([name, text]) => `    ${JSON.stringify(name)}: ${JSON.stringify(text)}`).join(',\n')
writeFileSync(
  file,
  `{\n  "version": "${version}",\n  "zones": {\n${rows(zones)}\n  },\n  "same": {\n${rows(same)}\n  }\n}\n`,
)
console.log(`${file}: ${zones.size} zones, ${same.length} other names of them`)
