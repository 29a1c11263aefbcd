import { z } from 'zod'

/** Whatever has a size is told how large it is, and how large it may be: the sentence of any schema's `max`. */
z.config({
  customError: ({ code, input, maximum }) => {
    if (code !== 'too_big') return undefined
    if (typeof input === 'string') return tooMany(Number(maximum), 'characters', input.length)
    return Array.isArray(input) ? tooMany(Number(maximum), 'members', input.length) : undefined
  },
})

/** Says how many of something there may be, and how many there are. */
export const tooMany = (most: number, what: 'characters' | 'members', count: number): string =>
  `at most ${grouped(most)} ${what}; it has ${grouped(count)}`

const grouped = (count: number): string => count.toLocaleString('en-US')
