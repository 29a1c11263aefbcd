import { CloseButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { sentenceOf } from '../client/problem.ts'
import { explainQuery } from '../client/queries.ts'
import { figureName } from '../ui/figures.ts'
import { Failed, Loading } from '../ui/states.tsx'
import { ExplanationBody } from './explanation-body.tsx'
import { ExplanationFooter } from './explanation-footer.tsx'
import type { Question } from './question.ts'
import { valueWords } from './value.tsx'
import css from './why.module.css'

type Props = { readonly id: string; readonly question: Question; readonly onClose: () => void }

const titleOf = ({ figure, value, unit }: Question): string =>
  unit === 'status'
    ? `Why is it “${valueWords(value, unit)}”?`
    : `Why is ${figureName(figure).toLowerCase()} ${valueWords(value, unit)}?`

/** Asks the server why, and shows the answer. */
export const WhyDialog = ({ id, question, onClose }: Props) => {
  const { customer, figure, subject, dials } = question
  const answer = useQuery(explainQuery(customer, figure, subject, dials))
  return (
    <>
      <div className={css.title}>
        <h2 id={`${id}-title`} data-autofocus tabIndex={-1}>
          {titleOf(question)}
        </h2>
        <CloseButton size={24} aria-label="Close" onClick={onClose} />
      </div>
      {answer.isPending && <Loading lines={4} label="Reading the explanation" />}
      {answer.isError && <Failed sentence={sentenceOf(answer.error)} retry={() => answer.refetch()} />}
      {answer.isSuccess && (
        <>
          <ExplanationBody why={answer.data} question={question} onFollow={onClose} />
          <ExplanationFooter why={answer.data} question={question} onFollow={onClose} />
        </>
      )}
    </>
  )
}
