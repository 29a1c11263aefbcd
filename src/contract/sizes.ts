import { z } from 'zod'

/** Whatever has a size is told how large it is, and how large it may be: the sentence of any schema's `max`. */
z.config({
  customError: ({ code, input, maximum }) => {
    if (code !== 'too_big') return undefined
    const most = Number(maximum).toLocaleString('en-US')
    if (typeof input === 'string') return `at most ${most} characters; it has ${input.length.toLocaleString('en-US')}`
    if (Array.isArray(input)) return `at most ${most} members; it has ${input.length.toLocaleString('en-US')}`
    return undefined
  },
})
