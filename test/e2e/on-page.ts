import type { BrowserContext, Page } from 'playwright-core'
import { fullFigureName } from '../../src/web/ui/figures.ts'
import { type Address, type ApiPlay, openOnApi } from '../scenarios/on-api.ts'
import type { Dials, Stage } from '../scenarios/run.ts'
import type { About } from '../scenarios/scenario.ts'

/** What the pages show; what else a scenario expects is read over HTTP. */
const shown: Readonly<Partial<Record<About['kind'], readonly string[]>>> = {
  customer: [
    'balance',
    'outstanding',
    'overdue',
    'unbilled',
    'unallocated_payments',
    'unallocated_credits',
    'available_credit',
    'status',
  ],
  invoice: ['total', 'adjusted', 'credited', 'paid', 'written_off', 'outstanding', 'status'],
  payment: ['amount', 'allocated', 'unallocated', 'refunded', 'status'],
  credit: ['amount', 'allocated', 'remaining', 'refunded', 'status'],
}

/** A scenario whose expectations are read from the pages that a person sees; `stale` until a page was opened anew. */
type Reading = { readonly page: Page; readonly play: ApiPlay; at: string }

/** Plays scenarios by HTTP and reads what must hold from the rendered pages of a signed-in browser. */
export const onPage = (address: Address, context: BrowserContext): Stage => ({
  open: async (scenario) => {
    const play = await openOnApi(address, scenario)
    const reading: Reading = { page: await context.newPage(), play, at: '' }
    return {
      step: (step) => {
        reading.at = ''
        return play.step(step)
      },
      figure: (about, figure, dials) =>
        shown[about.kind]?.includes(figure)
          ? amountOn(reading, about, figure, dials)
          : play.figure(about, figure, dials),
      status: async (about, dials) =>
        about.kind in shown ? codeOf(await textOn(reading, about, 'status', dials)) : await play.status(about, dials),
    }
  },
})

const amountOn = async (reading: Reading, about: About, figure: string, dials: Dials | null): Promise<string> =>
  (await textOn(reading, about, figure, dials)).replace('−', '-').replaceAll(',', '')

/** "Partially paid" is partially_paid. */
const codeOf = (words: string): string => words.toLowerCase().replaceAll(' ', '_')

/** What stands on the button that answers why a figure is what it is. */
async function textOn(reading: Reading, about: About, figure: string, dials: Dials | null): Promise<string> {
  const { page, play } = reading
  const address = `${play.names.path(about)}?${new URLSearchParams(play.query(dials))}`
  if (reading.at !== address) await page.goto(address, { waitUntil: 'commit' })
  reading.at = address
  const name = `, ${fullFigureName(`${about.kind}.${figure}`)}, why?`
  const button = page.locator(`button[data-why][aria-label$="${name}"]`).first()
  return (await button.innerText()).trim()
}
