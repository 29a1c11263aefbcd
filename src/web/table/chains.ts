import type { AuditLine } from '../../contract/answers.ts'
import { mainEventsOf } from '../../engine/commands/main-event.ts'
import { compare, isAmount } from '../ui/amount.ts'
import { isStatusFigure } from '../ui/figures.ts'
import { parseSubject } from '../ui/subject.ts'
import { localDay } from '../ui/time.ts'

export type TimeKind = 'effective' | 'recorded'

/** What a chain did to one figure from its first record to its last. */
export type NetEffect = {
  readonly figure: string
  readonly subject: string
  readonly before: string
  readonly after: string
}

/** The records of one operation that were read, in the order in which they were recorded. */
export type Chain = {
  readonly key: string
  readonly customer: string
  readonly rootSeq: number
  /** The record that started it; absent where it is not among what was read. */
  readonly root: AuditLine | undefined
  readonly lines: readonly AuditLine[]
}

export type Day = { readonly day: string; readonly chains: readonly Chain[] }

/** The time of a record that the page goes by. */
export const timeOf = (line: AuditLine, kind: TimeKind): string =>
  kind === 'effective' ? line.effective_at : line.recorded_at

const inOrder = (a: AuditLine, b: AuditLine): number => a.seq - b.seq || a.line - b.line

const chainOf = (key: string, lines: readonly AuditLine[]): Chain => {
  const sorted = [...lines].sort(inOrder)
  const first = sorted[0]
  const rootSeq = first?.root_seq ?? 0
  const root = sorted.find((line) => line.seq === rootSeq && line.line === 0)
  return { key, customer: first?.customer_id ?? '', rootSeq, root, lines: sorted }
}

/** Puts the records of one operation together; the chains keep the order in which they first appear. */
export const chainsOf = (lines: readonly AuditLine[]): readonly Chain[] => {
  const byRoot = Map.groupBy(lines, (line) => `${line.customer_id}:${line.root_seq}`)
  return [...byRoot].map(([key, members]) => chainOf(key, members))
}

/** Puts chains under the local day of their first record. */
export const daysOf = (chains: readonly Chain[], kind: TimeKind, zone: string): readonly Day[] => {
  const days = Map.groupBy(chains, (chain) => {
    const first = chain.root ?? chain.lines[0]
    return first === undefined ? '' : localDay(timeOf(first, kind), zone)
  })
  return [...days].map(([day, members]) => ({ day, chains: members }))
}

const rank = (effect: NetEffect): number => {
  if (effect.figure === 'customer.outstanding') return 0
  if (effect.figure === 'invoice.outstanding') return 1
  if (effect.figure === 'customer.balance') return 2
  return isStatusFigure(effect.figure) ? 4 : 3
}

const moved = (effect: NetEffect): boolean =>
  isAmount(effect.before) && isAmount(effect.after)
    ? compare(effect.before, effect.after) !== 0
    : effect.before !== effect.after

/** Chains of one record each that stand next to each other: they need no title of their own. */
export type Block = { readonly key: string; readonly single: boolean; readonly chains: readonly Chain[] }

const isSingle = (chain: Chain): boolean => chain.lines.length === 1 && chain.root !== undefined

/** Puts neighbouring chains of a single record together; every other chain stands for itself. */
export const blocksOf = (chains: readonly Chain[]): readonly Block[] => {
  const blocks: Block[] = []
  for (const chain of chains) {
    const last = blocks.at(-1)
    if (last?.single && isSingle(chain)) blocks[blocks.length - 1] = { ...last, chains: [...last.chains, chain] }
    else blocks.push({ key: chain.key, single: isSingle(chain), chains: [chain] })
  }
  return blocks
}

/** What a chain did on the whole: first value before, last value after, of every figure that ended elsewhere. */
export const netEffects = (lines: readonly AuditLine[]): readonly NetEffect[] => {
  const effects = new Map<string, NetEffect>()
  for (const line of lines) {
    if (line.kind !== 'change' || line.figure === null || line.before === null || line.after === null) continue
    const subject = line.subject ?? 'customer'
    const key = `${line.figure} ${subject}`
    const before = effects.get(key)?.before ?? line.before
    effects.set(key, { figure: line.figure, subject, before, after: line.after })
  }
  const found = [...effects.values()].filter(moved)
  const summed = found.some((effect) => effect.figure === 'customer.outstanding')
  return found.filter((effect) => effect.figure !== 'invoice.outstanding' || !summed).sort((a, b) => rank(a) - rank(b))
}

/** The invoices that a chain adjusted: there a promise may have been made. */
export const adjustedInvoices = (lines: readonly AuditLine[]): readonly string[] => {
  const found = lines.flatMap((line) => {
    const subject = parseSubject(line.subject)
    return line.type === 'invoice_adjusted' && line.line === 0 && subject.kind === 'invoice' ? [subject.id] : []
  })
  return [...new Set(found)]
}

/** What the operation was about; its first record where that is not among what was read. */
const mainOf = ({ root, lines }: Pick<Chain, 'root' | 'lines'>): AuditLine | undefined => {
  const types = mainEventsOf((root ?? lines[0])?.op ?? '')
  return lines.find((line) => line.line === 0 && types.includes(line.type)) ?? root ?? lines[0]
}

/** The first sentence of what it was about, without reason and full stop. */
export const titleOf = (chain: Pick<Chain, 'root' | 'lines'>): string => {
  const sentence = mainOf(chain)?.sentence ?? ''
  return sentence.split(/\. (?=[A-Z])/)[0]?.replace(/\.$/, '') ?? sentence
}
