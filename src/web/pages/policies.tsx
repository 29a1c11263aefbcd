import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { sentenceOf } from '../client/problem.ts'
import { classesQuery, type TermsOf } from '../client/queries.ts'
import { paths } from '../paths.ts'
import { ScopeProvider } from '../scope.ts'
import type { PoliciesSearch } from '../search.ts'
import { Card } from '../ui/card.tsx'
import { Facts } from '../ui/facts.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { browserZone } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { useTitle } from '../use-title.ts'
import css from './pages.module.css'
import { PolicyHistory } from './policy-history.tsx'
import { TermsView } from './policy-view.tsx'

const route = getRouteApi('/shell/policies')

type Show = { readonly onShow: (name: string) => void }

const ClassField = ({ onShow }: Show) => {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('class') ?? '').trim()
    if (name !== '') onShow(name)
  }
  return (
    <form onSubmit={submit} className={css.inline}>
      <TextInput name="class" aria-label="Class" placeholder="Class, such as consumer" data-search />
      <Button type="submit" variant="default">
        Show
      </Button>
    </form>
  )
}

const Classes = ({ onShow }: Show) => {
  const answer = useQuery(classesQuery)
  const rows = answer.data?.items ?? []
  return (
    <>
      <PageHead
        title="Policies"
        meta="the terms by which customers are billed and collected"
        actions={<ClassField onShow={onShow} />}
      />
      <div className={css.panel}>
        {answer.isPending && <Loading lines={4} label="Reading the classes" />}
        {answer.isError && <Failed sentence={sentenceOf(answer.error)} retry={() => answer.refetch()} />}
        {answer.isSuccess && rows.length === 0 && (
          <Empty title="No class sets terms of its own">
            Everybody is billed by the defaults. Show a class by its name, such as consumer, to set its terms.
          </Empty>
        )}
        {rows.length > 0 && (
          <Card title="Classes with terms of their own" padded>
            <Facts
              facts={rows.map((row) => ({
                label: row.class,
                value: (
                  <Link {...paths.policies({ class: row.class })} className={ui.link}>
                    version {row.version}
                  </Link>
                ),
              }))}
            />
          </Card>
        )}
      </div>
      <PolicyHistory zone={browserZone()} />
    </>
  )
}

const wanted = (search: PoliciesSearch): TermsOf | undefined => {
  if (search.customer !== undefined) return { customer: search.customer }
  return search.class === undefined ? undefined : { class: search.class }
}

/** The terms by which customers are billed and collected: of all classes, of one, or of a customer. */
export const PoliciesPage = () => {
  useTitle('Policies')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const of = wanted(search)
  const scope = { customer: search.customer ?? '', name: null, currency: '', zone: browserZone(), dials: {} }
  return (
    <ScopeProvider value={scope}>
      {of === undefined ? (
        <Classes onShow={(name) => navigate(paths.policies({ class: name }))} />
      ) : (
        <TermsView of={of} key={JSON.stringify(of)} />
      )}
    </ScopeProvider>
  )
}
