import { describe, expect, it } from 'vitest'
import { step, windowOf } from './period.ts'

const today = '2026-11-22'

describe('periods', () => {
  it('mean days', () => {
    expect(windowOf('2026-10', today)).toEqual({ from: '2026-10-01', to: '2026-10-31', words: 'October 2026' })
    expect(windowOf('last_month', '2026-01-05')).toMatchObject({ from: '2025-12-01', to: '2025-12-31' })
    expect(windowOf('2026-10-01..2026-10-16', today).words).toBe('1 Oct 2026 to 16 Oct 2026')
    expect(windowOf('2026-10-01..', today)).toEqual({ from: '2026-10-01', words: 'Since 1 Oct 2026' })
    expect(windowOf('nonsense', today)).toEqual({ words: 'All time' })
  })

  it('step by their own length', () => {
    expect(step('2026-10', -1, today)).toBe('2026-09')
    expect(step('this_month', 1, today)).toBe('2026-12')
    expect(step('today', -1, today)).toBe('2026-11-21..2026-11-21')
    expect(step('2026-10-03..2026-10-09', 1, today)).toBe('2026-10-10..2026-10-16')
    expect(step(undefined, 1, today)).toBeNull()
  })
})
