import { catalogue, type ProblemCode } from '../../src/api/problems.ts'
import { examples } from './examples.ts'

/** The list of problems as docs/errors/README.md has it; `node docs/errors/write.ts > docs/errors/README.md` writes it. */
export const problemsPage = (): string => `# Problems

What the API answers instead of what was asked for: a problem document of RFC 9457 with the content type
\`application/problem+json\`. Programs compare \`code\`, which never changes; \`detail\` says what to do,
\`sentence\` what it means and what to do in words for people; the facts that led to it stand beside. Nothing was booked,
except where the code is \`outcome_unknown\`, which says that it may be. Where several rules are broken, the first of
this list is answered. Each code has a page at \`/errors/<code>\` of a running server.

\`\`\`json
{
  "type": "/errors/adjustment_must_not_exceed_invoice",
  "title": "The adjustment would take more than the invoice is worth.",
  "status": 422,
  "code": "adjustment_must_not_exceed_invoice",
  "detail": "Adjust by less, or make a credit note.",
  "sentence": "The adjustment would take more than the invoice is worth. Adjust by less, or make a credit note.",
  "request_id": "0b9e3d2c-7f7a-4f0b-9d3f-0c7a3f6a1c55"
}
\`\`\`

| code | status | it means | for example | what to do |
|---|---|---|---|---|
${Object.entries(catalogue)
  .map(
    ([code, { status, means, remedy }]) =>
      `| \`${code}\` | ${status} | ${means} | ${examples[code as ProblemCode]} | ${remedy} |`,
  )
  .join('\n')}
`

if (import.meta.main) process.stdout.write(problemsPage())
