import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { type Api, openApi } from '../api/api.ts'
import { times } from '../long.ts'
import { begin, happen, opened, type World } from './same-answers/happenings.ts'
import { asked, dialsIn, type Question, questionsOf } from './same-answers/questions.ts'

/**
 * What is asked with both dials is answered the same for ever (2-domain 2.3): random histories with changes of zone, class,
 * name and terms, and money dated back; every GET that takes dials, at some pairs of them, over HTTP; more operations; the
 * same GETs again. And the books hold, booked and decided again.
 */

const seed = Number(process.env.PROPERTY_SEED ?? 20_261_128)
const runs = Number(process.env.SAME_ANSWERS_RUNS ?? times(1, 10))
const PAIRS = 20
const BEFORE = 30
const AFTER = 25
/** Of one history, on a machine that is busy with others. */
const LONGEST_MS = 120_000

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

type Kept = { readonly question: Question; readonly answer: Awaited<ReturnType<typeof asked>> }

async function some(world: World, count: number): Promise<void> {
  for (let step = 0; step < count; step += 1) await happen(world)
}

async function questions(world: World): Promise<Kept[]> {
  const kept: Kept[] = []
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const dials = await dialsIn(world)
    for (const one of await questionsOf(world)) {
      const question = { ...one, query: { ...dials, ...one.query } }
      kept.push({ question, answer: await asked(world, question) })
    }
  }
  return kept
}

const written = ({ path, query }: Question): string => `${path}?${new URLSearchParams(query)}`

/** The members that differ, written out for the one who looks for the cause. */
function parted(before: unknown, after: unknown, at = ''): string[] {
  if (isDeepStrictEqual(before, after)) return []
  const isBoth = [before, after].every((one) => typeof one === 'object' && one !== null)
  if (!isBoth) return [`${at}: ${JSON.stringify(before)} is ${JSON.stringify(after)} now`]
  const [was, is] = [before, after] as Record<string, unknown>[]
  const names = new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])
  return [...names].flatMap((name) => parted(was?.[name], is?.[name], `${at}/${name}`))
}

test(
  `${runs} random histories answer as they answered (PROPERTY_SEED=${seed})`,
  async () => {
    const routes = new Map<string, number>()
    const faults: string[] = []
    for (let run = 0; run < runs; run += 1) {
      const world = await opened(api, seed + run)
      await begin(world)
      await some(world, BEFORE)
      const kept = await questions(world)
      await some(world, AFTER)
      for (const { question, answer } of kept) {
        const again = await asked(world, question)
        faults.push(
          ...parted(answer, again)
            .slice(0, 3)
            .map((fault) => `seed ${seed + run}: ${written(question)} ${fault}`),
        )
        if (answer.status === 200) routes.set(question.route, (routes.get(question.route) ?? 0) + 1)
      }
      expect(world.accepted).toBeGreaterThan(10)
    }
    expect(faults.slice(0, 30)).toEqual([])
    const { findings } = await verify(api.ledger.store, { decide: true })
    expect(findings.slice(0, 10)).toEqual([])
    expect(await dialled()).toEqual([...routes.keys()].sort())
  },
  LONGEST_MS * runs,
)

/** The GETs of the contract that take both dials; those of the log of all customers share their query and refuse them. */
async function dialled(): Promise<string[]> {
  const { body } = await api.raw('/docs/api/openapi.json', {})
  const paths = body.paths as Record<string, { get?: { parameters?: readonly { name: string }[] } }>
  return Object.entries(paths)
    .filter(([, { get }]) => get?.parameters?.some((one) => one.name === 'known_at'))
    .map(([path]) => path.replace(/^\/api\/v1/, ''))
    .filter((path) => !path.startsWith('/audit'))
    .sort()
}
