import { z } from 'zod'
import { type App, written } from './app.ts'
import { ProblemError } from './problem.ts'
import { catalogue, isProblemCode, type ProblemCode } from './problems.ts'

const schema = {
  tags: ['Server'],
  security: [],
  response: written('text/html', 'A page'),
}
const params = z.object({ code: z.string() })

const codes = Object.keys(catalogue).filter(isProblemCode)

/** Pages for people: /errors lists every code, /errors/<code> says what one means and what to do. */
export const registerErrorPages = (app: App): void => {
  app.get('/errors', { schema: { ...schema, summary: 'All problems, for people' } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page('Problems', `<dl>${codes.map(entry).join('')}</dl>`)),
  )
  const one = { ...schema, summary: 'What a problem means and what to do, for people', params }
  app.get('/errors/:code', { config: { also: [404] }, schema: one }, async (request, reply) => {
    const { code } = request.params
    if (!isProblemCode(code)) throw new ProblemError('problem_unknown', { problem: code.slice(0, 100) })
    const { status, means, remedy } = catalogue[code]
    const body = `<p>${escaped(means)}</p><p><strong>What to do:</strong> ${escaped(remedy)}</p>
      <p>HTTP status ${status}.${status < 500 ? ' Nothing was booked.' : ''}</p><p><a href="/errors">All problems</a></p>`
    return await reply.type('text/html; charset=utf-8').send(page(code, body))
  })
}

const entry = (code: ProblemCode): string =>
  `<dt><a href="/errors/${code}">${code}</a> · ${catalogue[code].status}</dt><dd>${escaped(catalogue[code].means)}</dd>`

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Whence</title><style>${style}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`

const style = `:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}main{max-width:44rem;margin:3rem auto;
padding:0 1rem}h1{font-size:1.4rem}dt{margin-top:.8rem;font-family:ui-monospace,monospace}dd{margin-left:1rem}`
