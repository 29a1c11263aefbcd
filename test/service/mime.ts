/** A letter as a reader of mail shows it. */
export type ReadLetter = {
  readonly subject: string
  readonly messageId: string
  readonly text: string
  readonly html: string
}

/** Reads the source of a mail of two parts, text and HTML. */
export function readLetter(source: string): ReadLetter {
  const { head, body } = halves(source)
  const boundary = /boundary="?([^";\r\n]+)"?/.exec(header(head, 'Content-Type'))?.[1]
  if (!header(head, 'Content-Type').startsWith('multipart/alternative') || boundary === undefined)
    throw new Error(`The mail has not two forms: ${header(head, 'Content-Type')}`)
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => halves(part.replace(/^\r\n/, '')))
  const of = (type: string): string => {
    const part = parts.find((one) => header(one.head, 'Content-Type').startsWith(type))
    if (part === undefined) throw new Error(`The mail has no part ${type}`)
    return decoded(part.body, header(part.head, 'Content-Transfer-Encoding')).trimEnd()
  }
  return {
    subject: header(head, 'Subject'),
    messageId: header(head, 'Message-ID'),
    text: of('text/plain'),
    html: of('text/html'),
  }
}

/** The words of a page as a browser would show them. */
export const wordsOf = (html: string): string[] =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .split(/\s+/)
    .filter((word) => word !== '')

function halves(source: string): { readonly head: string; readonly body: string } {
  const at = source.indexOf('\r\n\r\n')
  return { head: source.slice(0, at).replace(/\r\n[ \t]+/g, ' '), body: source.slice(at + 4) }
}

const header = (head: string, name: string): string =>
  head
    .split('\r\n')
    .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    ?.slice(name.length + 1)
    .trim() ?? ''

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body.replaceAll('\r\n', '\n')
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n')
}
