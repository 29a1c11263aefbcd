import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { overAll } from '../../src/store/read/records/told.ts'

/** An index costs each row that it has, so each has a question, in the README of the store. */

const SCHEMA = readFileSync('src/store/schema.sql', 'utf8')
const README = readFileSync('src/store/README.md', 'utf8')

const section = README.split('## Indexes\n')[1]?.split('\n## ')[0] ?? ''
const asked = [...section.matchAll(/^\| `(\w+)` \| .+ \|$/gm)].map(([, name]) => name)
const there = [...SCHEMA.matchAll(/^CREATE (?:UNIQUE )?INDEX (\w+) /gm)].map(([, name]) => name)

test('each index that is no key has a question in the README, and each question there its index', () => {
  expect(there.length).toBeGreaterThan(0)
  expect([...asked].sort()).toEqual([...there].sort())
})

test('customer_id is first in every primary key and every unique index that has it', () => {
  const keys = [...SCHEMA.matchAll(/(?:PRIMARY KEY|UNIQUE(?: INDEX \w+ ON \w+ USING btree)?) \(([^)]+)\)/g)]
  const ofCustomers = keys.map(([, columns = '']) => columns.split(', ')).filter((key) => key.includes('customer_id'))
  expect(ofCustomers.length).toBeGreaterThan(10)
  expect(ofCustomers.filter(([first]) => first !== 'customer_id')).toEqual([])
})

test('an index that has records in order of a moment serves no statement but one that says it is over all', () => {
  const byMoment = [...SCHEMA.matchAll(/^CREATE INDEX (\w+) ON record USING btree \(\w+_at, [^)]+\)(.*);$/gm)]
  expect(byMoment.length).toBeGreaterThan(0)
  expect(byMoment.filter(([, , where = '']) => !where.includes(overAll('record').replace('record.', '')))).toEqual([])
})
