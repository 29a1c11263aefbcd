import { Button } from '@mantine/core'
import { IconBinaryTree, IconCopy, IconLink } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { Explanation } from '../../contract/answers.ts'
import { pathOfSubject, paths } from '../paths.ts'
import { useScope } from '../scope.ts'
import { CopyButton } from '../ui/copy.tsx'
import { Key } from '../ui/key.tsx'
import type { Question } from './question.ts'
import { replyOf } from './reply.ts'
import css from './why.module.css'

type Props = { readonly why: Explanation; readonly question: Question; readonly onFollow: () => void }

/** What can be done with an explanation: follow it, send it to the customer, hand on its address. */
export const ExplanationFooter = ({ why, question, onFollow }: Props) => {
  const { zone } = useScope()
  const router = useRouter()
  const navigate = useNavigate()
  const last = why.chain.at(-1)
  const address = () => {
    const to = pathOfSubject(question.customer, question.subject, { ...question.dials, why: question.figure })
    return new URL(router.buildLocation(to).href, window.location.origin).href
  }
  const showChain = () => {
    onFollow()
    if (last) void navigate({ ...paths.chain(question.customer, last.root_seq), hash: `record-${last.seq}` })
  }
  return (
    <footer className={css.footer}>
      {last && (
        <Button
          variant="subtle"
          color="gray"
          c="var(--text2)"
          h={26}
          px={8}
          fz={12}
          leftSection={<IconBinaryTree size={14} />}
          onClick={showChain}
        >
          Show chain
        </Button>
      )}
      <CopyButton icon={<IconCopy size={14} />} text={() => replyOf(why, zone)}>
        Copy as text
      </CopyButton>
      <CopyButton icon={<IconLink size={14} />} text={address}>
        Copy link
      </CopyButton>
      <Key>Esc</Key>
    </footer>
  )
}
