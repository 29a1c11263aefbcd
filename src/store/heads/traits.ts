import type { TextRef } from '../../engine/events/slots.ts'
import type { Installment, InvoiceDraft, Traits } from '../../engine/state/customer.ts'

type StoredInstallment = Omit<Installment, 'amount'> & { readonly amount: string }
type StoredLine = Omit<InvoiceDraft['lines'][number], 'amount' | 'description'> & {
  readonly amount: string
  readonly description: StoredTextRef
}
type StoredDraft = Omit<InvoiceDraft, 'lines'> & { readonly lines: readonly StoredLine[] }
type Wish = NonNullable<Traits['wish']>
type StoredShare = Omit<Wish['chosen'][number], 'amount'> & { readonly amount: string }

/** A text's id and the hash that holds it, in hexadecimal digits. */
export type StoredTextRef = { readonly textId: string; readonly hash: string }

/** What a subject has beside figures as its row holds it: JSON, amounts in micros as text. */
export type StoredTraits = Omit<Traits, 'installments' | 'draft' | 'wish' | 'writtenOffAt' | 'chargedBackAt'> & {
  /** µs */
  readonly writtenOffAt?: string
  /** µs */
  readonly chargedBackAt?: string
  readonly installments?: readonly StoredInstallment[]
  readonly draft?: StoredDraft
  readonly wish?: Omit<Wish, 'chosen'> & { readonly chosen: readonly StoredShare[] }
}

/** Traits as they are stored. */
export function storedTraits({
  installments,
  draft,
  wish,
  writtenOffAt,
  chargedBackAt,
  ...plain
}: Traits): StoredTraits {
  return {
    ...plain,
    ...(writtenOffAt !== undefined && { writtenOffAt: String(writtenOffAt) }),
    ...(chargedBackAt !== undefined && { chargedBackAt: String(chargedBackAt) }),
    ...(installments && { installments: installments.map(amountAsText) }),
    ...(draft && { draft: { ...draft, lines: draft.lines.map(storedLine) } }),
    ...(wish && { wish: { ...wish, chosen: wish.chosen.map(amountAsText) } }),
  }
}

/** Traits from their stored form. */
export function traitsFrom({ installments, draft, wish, writtenOffAt, chargedBackAt, ...plain }: StoredTraits): Traits {
  return {
    ...plain,
    ...(writtenOffAt !== undefined && { writtenOffAt: BigInt(writtenOffAt) }),
    ...(chargedBackAt !== undefined && { chargedBackAt: BigInt(chargedBackAt) }),
    ...(installments && { installments: installments.map(amountFromText) }),
    ...(draft && { draft: { ...draft, lines: draft.lines.map(lineFrom) } }),
    ...(wish && { wish: { ...wish, chosen: wish.chosen.map(amountFromText) } }),
  }
}

export const storedTextRef = ({ textId, hash }: TextRef): StoredTextRef => ({
  textId,
  hash: Buffer.from(hash).toString('hex'),
})

export const textRefFrom = ({ textId, hash }: StoredTextRef): TextRef => ({ textId, hash: Buffer.from(hash, 'hex') })

const amountAsText = <T extends { readonly amount: bigint }>(one: T) => ({ ...one, amount: String(one.amount) })

const amountFromText = <T extends { readonly amount: string }>(one: T) => ({ ...one, amount: BigInt(one.amount) })

const storedLine = ({ amount, description, ...line }: InvoiceDraft['lines'][number]): StoredLine => ({
  ...line,
  amount: String(amount),
  description: storedTextRef(description),
})

const lineFrom = ({ amount, description, ...line }: StoredLine): InvoiceDraft['lines'][number] => ({
  ...line,
  amount: BigInt(amount),
  description: textRefFrom(description),
})
