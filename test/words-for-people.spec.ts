import { expect, test } from 'vitest'
import { catalogue } from '../src/api/problems.ts'

/** Words that only who programs against the API knows. */
const ofPrograms: readonly (readonly [string, RegExp])[] = [
  ['names of members and policies', /[a-z]+_[a-z]+/],
  ['quoted members', /["`]/],
  ['headers', /Idempotency|Authorization|Bearer|\bheader\b|Content-Type/i],
  ['standards', /\bRFC\b|\bISO\b|\bJSON\b|\bHTTP\b|YYYY|\bMiB\b|10\^/],
  ['parts of requests', /\bmembers?\b|\bbody\b|\brequest\b|\bparameter\b|\bcursor\b|<[a-z]+>/i],
  ['addresses', /\/[a-z]{3,}/],
  ['words of the code', /deallocat|\btrue\b|\bnull\b|\bbool/i],
]

test('each refusal has a sentence for people that knows no word of the API', () => {
  const found = Object.entries(catalogue).flatMap(([code, { people }]) =>
    ofPrograms.filter(([, words]) => words.test(people)).map(([what]) => `${code}: ${what}: ${people}`),
  )
  expect(found).toEqual([])
})

test('it says what it means and what to do: whole sentences, each code its own', () => {
  const sentences = Object.entries(catalogue).map(([code, { people }]) => [code, people] as const)
  expect(sentences.filter(([, people]) => !/^[A-Z“].*\.$/.test(people) || people.length > 240)).toEqual([])
})
