import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { changeTerms } from '../actions/policy-actions.ts'
import { isUnknown, sentenceOf } from '../client/problem.ts'
import { customerQuery, type PolicyAnswer, policyQuery, type TermsOf } from '../client/queries.ts'
import { ActionButton } from '../forms/action-button.tsx'
import { paths } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { Facts } from '../ui/facts.tsx'
import { Dotted, PageHead } from '../ui/page-head.tsx'
import { sections, type Term, terms, termWords, valueIn } from '../ui/policy-terms.ts'
import { Failed, Loading } from '../ui/states.tsx'
import { plainWords } from '../ui/status.ts'
import { browserZone } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import css from './pages.module.css'
import { PolicyHistory } from './policy-history.tsx'

const TermValue = ({ term, answer }: { readonly term: Term; readonly answer: PolicyAnswer }) => {
  const words = termWords(term, valueIn(answer.policy, term))
  if (valueIn(answer.own, term) === undefined) return words
  return (
    <>
      <strong>{words}</strong> <span className={ui.meta}>set here</span>
    </>
  )
}

const Terms = ({ answer }: { readonly answer: PolicyAnswer }) => (
  <div className={`${css.pair} ${css.panel}`}>
    {sections.map((section) => (
      <Card key={section} title={section} padded>
        <Facts
          facts={terms
            .filter((term) => term.section === section)
            .map((term) => ({ label: term.label, value: <TermValue term={term} answer={answer} /> }))}
        />
      </Card>
    ))}
  </div>
)

const versionWords = ({ version }: PolicyAnswer): string =>
  version === 0 ? 'nobody has set any terms; these are the defaults' : `version ${version} in force`

type Props = {
  readonly of: TermsOf
  readonly answer: PolicyAnswer
  readonly name: string | null
  readonly its?: string
}

const Head = ({ of, answer, name, its }: Props) => (
  <PageHead
    crumbs={[
      <Link key="all" {...paths.policies()}>
        Policies
      </Link>,
      ...(its === undefined
        ? []
        : [
            <Link key="class" {...paths.policies({ class: its })}>
              {plainWords(its)}
            </Link>,
          ]),
      name ?? '',
    ]}
    title={'class' in of ? `Terms of class ${of.class}` : `Terms of ${name}`}
    meta={
      <Dotted
        parts={[
          versionWords(answer),
          'customer' in of ? (
            <Link key="customer" {...paths.customer(of.customer)} className={ui.quiet}>
              {of.customer}
            </Link>
          ) : null,
        ]}
      />
    }
    actions={<ActionButton action={changeTerms(of, answer)} />}
  />
)

/** Whose versions concern somebody: his class's and his own, as the records name them. */
const scopesOf = (of: TermsOf, its: string | undefined): readonly string[] =>
  'class' in of ? [`class ${of.class}`] : [`class ${its}`, `customer ${of.customer}`]

/** The terms of a class or a customer, with who set which version when. */
export const TermsView = ({ of }: { readonly of: TermsOf }) => {
  const answer = useQuery(policyQuery(of))
  const customer = 'customer' in of ? of.customer : ''
  const owner = useQuery({ ...customerQuery(customer), enabled: customer !== '' })
  const failed = answer.error ?? owner.error
  if (failed)
    return (
      <Failed page sentence={sentenceOf(failed)} retry={isUnknown(failed) ? undefined : () => void answer.refetch()} />
    )
  if (!answer.data || (customer !== '' && !owner.data)) return <Loading lines={12} label="Reading the terms" />
  const name = 'class' in of ? plainWords(of.class) : (owner.data?.name ?? of.customer)
  return (
    <>
      <Head of={of} answer={answer.data} name={name} {...(owner.data?.class && { its: owner.data.class })} />
      <Terms answer={answer.data} />
      <PolicyHistory scopes={scopesOf(of, owner.data?.class ?? undefined)} zone={browserZone()} />
    </>
  )
}
