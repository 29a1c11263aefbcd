import { afterAll, beforeAll, expect, test } from 'vitest'
import { explanation } from '../../src/contract/answers.ts'
import { answerWhy, type WhyAsked } from '../../src/service/read/why/explain.ts'
import { openTold, type ToldChains } from '../../src/service/read/why/told-chains.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { type Api, openApi } from '../api/api.ts'
import { times } from '../long.ts'
import { begin, happen, opened, type World } from './same-answers/happenings.ts'
import { explained } from './same-answers/questions.ts'

/**
 * Chains that were told before are told again only where they are what they would be now: random histories over HTTP, in
 * which texts are erased too, asked after each happening, twice; the bytes are those of an explanation that keeps nothing.
 */

const seed = Number(process.env.PROPERTY_SEED ?? 20_261_130)
const runs = Number(process.env.TOLD_RUNS ?? times(1, 20))
const STEPS = 40
const QUESTIONS = 3
/** Records that a chain names where it does not name all. */
const FEW = 5
/** Of one history, on a machine that is busy with others. */
const LONGEST_MS = 120_000

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const heard = async ({ id }: World, asked: WhyAsked): Promise<string> => {
  const { figure, subject } = asked
  const query = new URLSearchParams({ figure, ...(subject !== undefined && { subject }) })
  const headers = { authorization: `Bearer ${api.secret}` }
  return await (await fetch(`${api.url}/api/v1/customers/${id}/explain?${query}`, { headers })).text()
}

const told = ({ id }: World, asked: WhyAsked, chains: ToldChains, limit?: number): Promise<string> =>
  inTransaction(
    api.ledger.store,
    async (session) => JSON.stringify(explanation.parse(await answerWhy(session, id, asked, chains, limit))),
    'repeatable read',
  )

/** Erases some text of the customer: a reason, which is told with its record, where there is one. */
async function erase({ id, draw }: World): Promise<number> {
  const texts = await api.ledger.query<{ text_id: string }>(
    `select text_id from text where customer_id = $1 and octet_length(salt) > 0
      order by body = 'as agreed' desc, seq limit 3`,
    [id],
  )
  const one = texts[draw(Math.max(1, texts.length))]
  if (one === undefined) return 0
  const { status } = await api.post(`/customers/${id}/texts/${one.text_id}/erase`, { reason: 'asked for' })
  return status < 300 ? 1 : 0
}

/** Room for chains of all records, and for those that name a few. */
type Room = { readonly all: ToldChains; readonly few: ToldChains }

/** Asks some questions: whether what is kept, here and by the server, says what a chain that is told anew says. */
async function compare(world: World, questions: readonly WhyAsked[], { all, few }: Room): Promise<number> {
  let kept = 0
  for (let n = 0; n < QUESTIONS; n += 1) {
    const asked = questions[world.draw(questions.length)] ?? { figure: 'customer.balance' }
    const before = all.size()
    const right = await told(world, asked, openTold(0))
    for (const is of [await told(world, asked, all), await heard(world, asked), await heard(world, asked)])
      expect(`${JSON.stringify(asked)} ${is}`).toBe(`${JSON.stringify(asked)} ${right}`)
    expect(await told(world, asked, few, FEW)).toBe(await told(world, asked, openTold(0), FEW))
    if (all.size() === before) kept += 1
  }
  return kept
}

test(
  `in ${runs} random histories what is kept says what is so (PROPERTY_SEED=${seed})`,
  async () => {
    let [erased, kept] = [0, 0]
    for (let run = 0; run < runs; run += 1) {
      const world = await opened(api, seed + run)
      await begin(world)
      const { draw } = world
      // few, so that they are asked again and again
      const questions = Array.from({ length: 12 }, () => explained(world, (items) => items[draw(items.length)]))
      const room = { all: openTold(), few: openTold() }
      for (let step = 0; step < STEPS; step += 1) {
        if (draw(6) === 0) erased += await erase(world)
        else if (draw(4) > 0) await happen(world)
        kept += await compare(world, questions, room)
      }
      expect(world.accepted).toBeGreaterThan(10)
    }
    expect(erased).toBeGreaterThan(0)
    expect(kept).toBeGreaterThan(10 * runs)
  },
  LONGEST_MS * runs,
)
