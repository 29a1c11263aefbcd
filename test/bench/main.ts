import { parseArgs } from 'node:util'
import { endurance } from './endurance.ts'
import { type Measure, type Reading, ratioOf, resultOf, workRatioOf } from './measure.ts'
import { inRounds, prepare, type Readings } from './rounds.ts'
import { onces, rows, rowsOfTwo } from './rows/rows.ts'
import { openSide, type Side } from './sides.ts'
import { quick, type Size, whole } from './sizes.ts'
import { tableOf } from './table.ts'
import { reachedWords, targetWords, verdict } from './targets.ts'
import { commitOf, told, toldCost, toldMachine, toldMost } from './told.ts'

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
        ? await measured(sides, wanted(values.only), size)
        : await endurance(sides, Number(values.endurance), say)
    const commits = Object.entries(checkouts).map(([name, checkout]) => `- ${name}: ${commitOf(checkout)}`)
    const seconds = Math.round(performance.now() / 1000)
    console.log(['', `- ${toldMachine()}, in ${seconds} s`, ...commits, '', table].join('\n'))
  } finally {
    await Promise.all(sides.map(({ product }) => product.stop()))
  }
}

type Wanted = (row: { readonly what: string }) => boolean

/** Whether a row has one of some words. */
function wanted(words: string): Wanted {
  const any = words.toLowerCase().match(/[^\s,]+/g) ?? ['']
  return ({ what }) => any.some((word) => what.toLowerCase().includes(word))
}

async function measured(sides: readonly Side[], isWanted: Wanted, size: Size): Promise<string> {
  const lines: string[][] = []
  const add = (line: string[]): void => {
    lines.push(line)
    say(`  ${line.join('  ')}`)
  }
  const readings = sides.map((): Reading[] => [])
  const inOrder = sides.length === 1 ? rows : rowsOfTwo.filter(({ byHand }) => !byHand)
  for (const measure of inOrder.filter(isWanted))
    await orFailed(measure.what, add, async () => {
      const ofSides = await readingsOf(sides, measure, size)
      for (const [at, { own, pair }] of ofSides.entries()) readings[at]?.push(...own, ...pair)
      return lineOf(measure, ofSides, size)
    })
  const [side] = sides
  if (side !== undefined && sides.length === 1)
    for (const one of onces.filter(isWanted))
      await orFailed(one.what, add, async () => {
        await prepare([side], one.needs, size)
        const { told, isReached, peak, tick = null } = await one.once(side, size)
        if (peak !== undefined) readings[0]?.push({ count: 1, ms: 1, peak })
        const words = isReached === undefined ? '' : reachedWords(isReached)
        return [one.what, told, one.target, '', '', ...toldCost({ peak: peak ?? null, tick }), words]
      })
  const head =
    sides.length > 1
      ? ['what', 'before', 'now', 'ratio', 'of work']
      : ['what', 'measured', 'target', 'pair', 'ratio', 'tick, ms', 'MB', '']
  return `${tableOf([head, ...lines])}\n\n${toldMost(sides, readings)}`
}

/** Adds a row, or that it failed: the others are measured all the same. */
async function orFailed(what: string, add: (line: string[]) => void, row: () => Promise<string[]>): Promise<void> {
  try {
    add(await row())
  } catch (error) {
    process.exitCode = 1
    console.error(error)
    add([what, `failed: ${String(error).split('\n', 1)[0]?.slice(0, MOST_TOLD)}`])
  }
}

/** Characters of a failure that stand in the table. */
const MOST_TOLD = 100

/** None where a side cannot do it. */
async function readingsOf(sides: readonly Side[], measure: Measure, size: Size): Promise<readonly Readings[]> {
  for (const side of sides) if (!((await measure.isThere?.(side)) ?? true)) return []
  await prepare(sides, measure.needs, size)
  return await inRounds(sides, measure, size)
}

function lineOf(measure: Measure, [first, second]: readonly Readings[], size: Size): string[] {
  const { what, counts, target = {}, pair } = measure
  if (first === undefined) return [what, 'not there', targetWords(target)]
  const of = (readings: readonly Reading[]): string => told(counts, resultOf(readings))
  if (second !== undefined) {
    const work = workRatioOf(first.own, second.own)
    return [
      what,
      of(first.own),
      of(second.own),
      ratioOf(counts, first.own, second.own).toFixed(2),
      Number.isNaN(work) ? '' : work.toFixed(2),
    ]
  }
  const result = resultOf(first.own)
  const ratio = pair === undefined ? null : ratioOf(counts, first.pair, first.own)
  const beside = pair === undefined ? ['', ''] : [`${pair.what}: ${of(first.pair)}`, ratio?.toFixed(2) ?? '']
  const words = verdict(target, result, ratio, size)
  return [what, told(counts, result), targetWords(target), ...beside, ...toldCost(result), words]
}

await main()
