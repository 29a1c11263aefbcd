import { findByActor, findByChannel } from '../../../../store/read/audit/by-name.ts'
import type { NameChoice, Narrowing } from '../../../../store/read/audit/narrowing.ts'
import type { Session } from '../../../../store/session/session.ts'

/** Records of a channel or of people that are put in order for each page; who has more is met on a walk through the log. */
const MOST = 2000

/**
 * The operations of the channels or of the people that are asked for, where these made few records: then nothing else is
 * looked at, and what found them is not asked of each record again.
 */
export async function fewNamed(
  session: Session,
  names: Narrowing['names'],
  customerId: string | null,
  most = MOST,
): Promise<Pick<Narrowing, 'few' | 'names'>> {
  for (const [name, find] of [
    ['channel', findByChannel],
    ['actor', findByActor],
  ] as const) {
    if (names[name].only.length === 0) continue
    const few = await find(session, names[name], customerId, most)
    if (few === null) continue
    return { few, names: { ...names, [name]: onlyNot(names[name]) } }
  }
  return { few: null, names }
}

const onlyNot = ({ not }: NameChoice): NameChoice => ({ only: [], not })
