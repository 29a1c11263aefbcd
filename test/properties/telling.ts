import { instantToText } from '../../src/engine/time.ts'
import { type History, play } from './history.ts'

/** What happened in a history, one line an operation, for the one who has to find out why it fails. */
export function toldHistory(history: History): string {
  const lines: string[] = []
  try {
    play(history, {
      onDay: (_ledger, _id, booked) => void (booked.length > 0 && lines.push(`${booked.length} days were evaluated`)),
      onOperation: ({ customerId, command, effectiveAt, outcome }) => {
        const answer = outcome.ok ? `${outcome.records.length} records` : outcome.refusal.code
        lines.push(`${instantToText(effectiveAt)} ${customerId}: ${JSON.stringify(command, plainly)} → ${answer}`)
      },
    })
  } catch (error) {
    lines.push(String(error))
  }
  return lines.join('\n')
}

/** Amounts and ids as digits (micros), texts without their hashes. */
function plainly(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'object' && value !== null && 'hash' in value ? 'text' : value
}
