import { getRouteApi } from '@tanstack/react-router'
import { type Scope, ScopeProvider } from '../scope.ts'
import type { AuditSearch } from '../search.ts'
import { AuditLog } from '../table/audit-log.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { browserZone, localDay } from '../ui/time.ts'
import { useTitle } from '../use-title.ts'

const route = getRouteApi('/shell/audit')

const everyone: Omit<Scope, 'zone'> = { customer: '', name: null, currency: '', dials: {} }

/** The records of all customers. */
export const AuditSearchPage = () => {
  useTitle('Audit search')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const zone = browserZone()
  const change = (patch: Partial<AuditSearch>) => navigate({ search: (was) => ({ ...was, ...patch }), replace: true })
  return (
    <ScopeProvider value={{ ...everyone, zone }}>
      <PageHead title="Audit search" meta="the records of all customers" />
      <AuditLog today={localDay(new Date().toISOString(), zone)} zone={zone} search={search} onSearch={change} />
    </ScopeProvider>
  )
}
