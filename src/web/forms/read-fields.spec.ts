import { describe, expect, it } from 'vitest'
import { ApiProblem } from '../client/problem.ts'
import { amount, common, type Field, reason } from './field.ts'
import { memberOf, readFields } from './read-fields.ts'

const fields: readonly Field[] = [amount('USD'), reason(), ...common]

const filled = (members: Readonly<Record<string, string | readonly string[]>>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(members)) for (const one of [value].flat()) form.append(name, one)
  return form
}

describe('what was filled in', () => {
  it('is read by member, amounts as the wire writes them, what is empty left out', () => {
    const { said, wrong } = readFields(fields, filled({ amount: ' 1,230.5 ', reason: ' by phone ', reference: '' }))
    expect(said).toEqual({ amount: '1230.5', reason: 'by phone', effective_at: undefined, reference: undefined })
    expect(wrong).toEqual({})
  })

  it('is refused beside the member that is missing or no number above zero', () => {
    expect(readFields(fields, filled({ amount: '0.00' })).wrong).toEqual({
      amount: { sentence: 'The amount is a number above zero, such as 30.00.' },
      reason: { sentence: 'Reason is needed.' },
    })
    expect(readFields(fields, filled({ amount: '1e3', reason: 'x' })).wrong).toHaveProperty('amount')
  })

  it('is asked back where an amount can be read in several ways, or is finer than its currency', () => {
    const faultOf = (text: string) => readFields(fields, filled({ amount: text, reason: 'x' })).wrong.amount
    expect(faultOf('30,5')).toEqual({
      sentence: '“30,5” is not how amounts are written here. Which one is meant?',
      amounts: ['30.5', '305'],
    })
    expect(faultOf('1.234')).toEqual({
      sentence: '“1.234” is not an amount of 2 digits after the point. Is this meant?',
      amounts: ['1234'],
    })
  })

  it('may be days, a step or none, several of a few', () => {
    const step: Field = { kind: 'step', name: 'step', label: 'Step' }
    const days: Field = { kind: 'days', name: 'days', label: 'Days' }
    const several: Field = { kind: 'several', name: 'kinds', label: 'Kinds', options: [] }
    const read = (members: Parameters<typeof filled>[0]) => readFields([step, days, several], filled(members))
    expect(read({ step: 'none', days: '10, 1', kinds: ['a', 'b'] })).toEqual({
      said: { step: 'none', days: '10, 1', kinds: 'a,b' },
      wrong: {},
    })
    expect(Object.keys(read({ step: 'soon', days: '10;1' }).wrong)).toEqual(['step', 'days'])
  })
})

describe('a problem of the server', () => {
  const problem = (code: string, path?: string) => new ApiProblem(422, code, 'No.', path)

  it('is shown beside the member that it names or is about', () => {
    expect(memberOf(problem('malformed_request', 'body/amount'), fields)).toBe('amount')
    expect(memberOf(problem('write_off_exceeds_outstanding'), fields)).toBe('amount')
    expect(memberOf(problem('reason_required'), fields)).toBe('reason')
    expect(memberOf(problem('effective_before_opening'), fields)).toBe('effective_at')
  })

  it('stands for itself where it is about the whole', () => {
    expect(memberOf(problem('customer_is_closed'), fields)).toBeUndefined()
    expect(memberOf(new Error('gone'), fields)).toBeUndefined()
  })
})
