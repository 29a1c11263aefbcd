import { parseArgs } from 'node:util'
import { endurance } from './endurance.ts'
import { type Measure, type Reading, ratioOf, resultOf } from './measure.ts'
import { inRounds, prepare, type Readings } from './rounds.ts'
import { rows } from './rows/rows.ts'
import { openSide, type Side } from './sides.ts'
import { quick, type Size, whole } from './sizes.ts'
import { tableOf } from './table.ts'
import { commitOf, told, toldMachine } from './told.ts'

const say = (line: string): void => console.error(line)

/** Measures this checkout, or an older one and this one side by side, and prints a table. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      against: { type: 'string' },
      only: { type: 'string', default: '' },
      endurance: { type: 'string' },
    },
  })
  const size = values.quick ? quick : whole
  const checkouts = { ...(values.against !== undefined && { before: values.against }), now: '.' }
  const sides: Side[] = []
  try {
    for (const [name, checkout] of Object.entries(checkouts)) sides.push(await openSide(name, checkout))
    const table =
      values.endurance === undefined
        ? await measured(sides, chosen(values.only), size)
        : await endurance(sides, Number(values.endurance), say)
    const commits = Object.entries(checkouts).map(([name, checkout]) => `${name}: ${commitOf(checkout)}`)
    console.log(['', toldMachine(), ...commits, '', table].join('\n'))
  } finally {
    await Promise.all(sides.map(({ product }) => product.stop()))
  }
}

/** The rows that have one of some words. */
function chosen(words: string): readonly Measure[] {
  const wanted = words.toLowerCase().split(/[\s,]+/)
  return rows.filter(({ what }) => wanted.some((word) => what.toLowerCase().includes(word)))
}

async function measured(sides: readonly Side[], measures: readonly Measure[], size: Size): Promise<string> {
  say('Filling the ledgers …')
  await prepare(sides, measures, size)
  const lines: string[][] = []
  let asking = 0
  for (const measure of measures) {
    const readings = await inRounds(sides, measure, size)
    lines.push(lineOf(measure, readings))
    say(`  ${lines.at(-1)?.join('  ')}`)
    asking = Math.max(asking, ...readings.map(({ own }) => resultOf(own).asking))
  }
  const head = sides.length > 1 ? ['what', 'before', 'now', 'ratio'] : ['what', 'measured', 'target', 'pair', 'ratio']
  return `${tableOf([head, ...lines])}\n\nAsking took at most ${Math.round(asking * 100)} % of one core.`
}

function lineOf(measure: Measure, [first, second]: readonly Readings[]): string[] {
  const { what, counts, target, pair } = measure
  const of = (readings: readonly Reading[] = []): string => told(counts, resultOf(readings))
  const ratio = (one: readonly Reading[] = [], other: readonly Reading[] = []): string =>
    ratioOf(counts, one, other).toFixed(2)
  if (second !== undefined) return [what, of(first?.own), of(second.own), ratio(first?.own, second.own)]
  const held = pair === undefined ? [] : [`${pair.what}: ${of(first?.pair)}`, ratio(first?.pair, first?.own)]
  return [what, of(first?.own), target, ...held]
}

await main()
