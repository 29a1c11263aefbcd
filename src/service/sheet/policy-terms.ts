import type { PolicyTerms } from '../../contract/policies.ts'
import { greatest } from '../../engine/many.ts'
import { defaultTerms, type PolicyText } from '../../engine/policy/policy.ts'
import type { Instant } from '../../engine/time.ts'
import { type PolicyRow, scopeOfClass, scopeOfCustomer, type WrittenTerms } from '../../store/beside/policies.ts'
import { type Canonical, canonicalJson } from '../asked/canonical-json.ts'

/** The newest terms by scope, of those that were loaded. */
export type Policies = ReadonlyMap<string, PolicyRow>

export const byScope = (rows: readonly PolicyRow[]): Policies => new Map(rows.map((row) => [row.scope, row]))

/** All terms in force for somebody, the version that set them last (0: nobody has set any), and since when. */
export type InForce = { readonly version: number; readonly terms: PolicyText; readonly since: Instant }

/** Nobody has set any terms. */
const nothingSet: InForce = { version: 0, terms: defaultTerms, since: 0n }

/** What a customer of a class is billed by: the default terms, over them those of the class, over them his own. */
export const termsOf = (policies: Policies, customerId: string, ofClass: string): InForce =>
  inForce([policies.get(scopeOfClass(ofClass)), policies.get(scopeOfCustomer(customerId))])

/** As `termsOf`, of layers, the weakest first. */
export function inForce(layers: readonly (PolicyRow | undefined)[]): InForce {
  const set = layers.filter((row) => row !== undefined)
  if (set.length === 0) return nothingSet
  const terms = set.reduce<WrittenTerms>((under, row) => laidOver(under, row.terms), { ...defaultTerms })
  // each member was read by the contract when it was written
  return {
    version: greatest(
      0,
      set.map((row) => row.version),
    ),
    terms: terms as PolicyText,
    since: set.reduce((last, { recordedAt }) => (recordedAt > last ? recordedAt : last), 0n),
  }
}

/** Terms over others; "none" takes a step away that the others have. */
function laidOver(under: WrittenTerms, over: WrittenTerms): WrittenTerms {
  const members = Object.entries(over).map(([name, value]) => {
    if (isPart(name, value)) return [name, laidOver(partOf(under[name]), value)]
    return [name, value === 'none' ? null : value]
  })
  return { ...under, ...Object.fromEntries(members) }
}

/** What a scope sets itself after an amendment: null goes back to what is inherited, what is left out stays. */
export function amended(own: WrittenTerms, patch: PolicyTerms | WrittenTerms): WrittenTerms {
  const result = { ...own }
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue
    const next = isPart(name, value) ? amended(partOf(own[name]), value) : value
    if (next === null || (isPart(name, next) && Object.keys(next).length === 0)) delete result[name]
    else result[name] = next
  }
  return result
}

const isPart = (name: string, value: unknown): value is WrittenTerms =>
  name === 'collection' && typeof value === 'object' && value !== null

const partOf = (value: unknown): WrittenTerms => (typeof value === 'object' && value !== null ? { ...value } : {})

/** Terms in the one form in which they are recorded and compared. */
export const termsText = (terms: WrittenTerms | PolicyText): string => canonicalJson(terms as unknown as Canonical)
