import { eventNo } from '../../../engine/bytes/numbers.ts'
import { refKey } from '../../../engine/figures/base.ts'
import { operatorId } from '../../../engine/state/customer.ts'
import { type Head, readHash } from '../../../store/heads/heads.ts'
import { isContinued } from '../../../store/read/records/known.ts'
import type { Session } from '../../../store/session/session.ts'
import type { View } from '../view/view.ts'
import { type Behind, behind, CHAIN_LIMIT, type ChainPage, chainCount, chainPage } from './explain-chain.ts'
import { onlyIn } from './explain-links.ts'
import { type Ends, openTold, type Then, type ToldChain, type ToldChains } from './told-chains.ts'
import { type ToldRecord, toldPage } from './told-page.ts'

const here = openTold()

/** What the chain of an explanation is asked by; `head`: the one that the view was made from. */
export type ChainAsked = Pick<Behind, 'figure' | 'ref'> & { readonly view: View; readonly head: Head }

/** Events by which records are told otherwise that were there before: a text is empty, a draft has a number. */
const telling = (['text_erased', 'invoice_issued'] as const).map((type) => eventNo.of(type))

/**
 * The chain of a figure as it is told, and its page of records, which is read only where it is asked for. Where all that
 * was recorded is let in, it is told once while nothing is recorded: neither of the customer, whose hash says all that
 * the sentences are made of, nor of the operator, whose log says when the name of whoever did something was erased. What
 * is recorded of the customer is told beside what was told before, but for events by which that is told otherwise.
 */
export async function chainTold(
  session: Session,
  { view, head, figure, ref }: ChainAsked,
  chains: ToldChains = here,
  limit: number = CHAIN_LIMIT,
): Promise<{ readonly told: ToldChain; readonly page: () => Promise<ChainPage> }> {
  const customerId = view.customer.id
  const page = async () => await chainPage(session, view, await behind(session, view, figure, ref), { limit })
  if (!view.isHead) return { told: await tell(session, view, { figure, ref, limit }), page }
  const ends = { hash: head.hash, operatorHash: await readHash(session, operatorId), seq: head.customer.seq }
  const name = `${figure} ${refKey(ref)}`
  const then = chains.find(customerId, name)
  if (then !== undefined && isSame(then.ends.hash, ends.hash) && isSame(then.ends.operatorHash, ends.operatorHash))
    return { told: then.told, page }
  const known = then !== undefined && (await holds(session, customerId, then.ends, ends)) ? then : undefined
  const told = await tell(session, view, { figure, ref, limit }, known)
  chains.keep(customerId, name, { ends, told })
  return { told, page }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** Is what was told then told alike now, whatever was recorded since? */
const holds = async (session: Session, customerId: string, then: Ends, now: Ends): Promise<boolean> =>
  then.seq < now.seq &&
  isSame(then.operatorHash, now.operatorHash) &&
  (await isContinued(session, { customerId, seq: then.seq, hash: then.hash }, telling))

async function tell(
  session: Session,
  view: View,
  { figure, ref, limit }: Pick<Behind, 'figure' | 'ref'> & { readonly limit: number },
  then?: Then,
): Promise<ToldChain> {
  const stands = await behind(session, view, figure, ref)
  const before = new Map<number, ToldRecord>(then?.told.records.map((one) => [one.record.seq, one]))
  const known = { upTo: then?.ends.seq ?? 0, told: before }
  const { records, earlier } = await toldPage(session, view, stands, limit, known)
  const count = await chainCount(session, view, stands, { reads: records, earlier })
  return {
    items: records.map((one) => one.item),
    records,
    count,
    earlier,
    only: onlyIn(earlier === null ? records : []),
  }
}
