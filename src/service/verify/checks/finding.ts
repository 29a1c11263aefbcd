/** Something that is not as it ought to be: whose, at which record (null: none in particular), and what. */
export type Finding = { readonly customerId: string; readonly seq: number | null; readonly what: string }

/** Most findings of one customer: the first ones say where it begins. */
const MOST = 50

/** Collects the findings about one customer. */
export type Findings = { readonly customerId: string; readonly all: Finding[] }

export const openFindings = (customerId: string): Findings => ({ customerId, all: [] })

/** Notes a finding; beyond the first 50 of a customer they are dropped. */
export function found({ customerId, all }: Findings, seq: number | null, what: string): void {
  if (all.length < MOST) all.push({ customerId, seq, what })
}
