/** A letter as it goes out, in both forms. */
export type Letter = { readonly subject: string; readonly text: string; readonly html: string }

/** To whom a letter goes; null: his name was erased, or never known. */
export type Addressed = { readonly name: string | null }

/** What a template says: a subject and paragraphs, in plain text. */
export type Content = { readonly subject: string; readonly paragraphs: readonly string[] }

/** Puts what a template says into both forms: the same words, escaped where the form needs it. */
export function letter({ name }: Addressed, { subject, paragraphs }: Content): Letter {
  const whole = [name === null ? 'Dear customer,' : `Dear ${name},`, ...paragraphs, 'Kind regards']
  return { subject, text: whole.join('\n\n'), html: page(subject, whole) }
}

const page = (title: string, paragraphs: readonly string[]): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;background:#f6f7f9;color:#1b1f24;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px">
${paragraphs.map((words) => `<p style="margin:0 0 16px">${escaped(words)}</p>`).join('\n')}
</div>
</body>
</html>
`

const escaped = (words: string): string =>
  words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('\n', '<br>')
