import { expect } from 'vitest'
import type { Answer, Api } from './api.ts'

/** Steps that tests of operations share: each is done, or refused for a reason. */
export function steps(api: () => Api) {
  async function done(asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked
    expect([answer.status, answer.status === 200 ? '' : answer.body]).toEqual([200, ''])
    return answer
  }
  return {
    done,
    refused: async (asked: Promise<Answer>, status: number, code: string): Promise<void> => {
      const { status: got, body } = await asked
      expect([got, body.code]).toEqual([status, code])
    },
    figures: async (path: string) => (await done(api().get(at(path)))).body.figures,
    /** A customer of one's own, with an invoice of 100.00 that is never due; answers its number. */
    billed: async (customer: string): Promise<string> => {
      await done(api().post('/customers', { customer_id: customer, name: customer, currency: 'USD' }))
      const lines = [{ description: 'Voice', amount: '100.00' }]
      const body = { invoice: `I ${customer}`, lines, due_on: null }
      return (await done(api().post(`/customers/${customer}/invoices`, body))).body.invoice
    },
  }
}

/** A path with ids that are not plain words. */
export const at = (path: string): string => encodeURI(path)
