import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { queryClient } from './client/query-client.ts'
import { sessionQuery } from './client/session.ts'
import { AccessPage } from './pages/access.tsx'
import { AuditSearchPage } from './pages/audit-search.tsx'
import { ChainPage } from './pages/chain.tsx'
import { CreditNotePage, CreditPage } from './pages/credit.tsx'
import { CustomerPage } from './pages/customer.tsx'
import { CustomersPage } from './pages/customers.tsx'
import { InvoicePage } from './pages/invoice.tsx'
import { NotFoundPage } from './pages/not-found.tsx'
import { PaymentPage } from './pages/payment.tsx'
import { PoliciesPage } from './pages/policies.tsx'
import { SignInPage } from './pages/sign-in.tsx'
import { paths } from './paths.ts'
import {
  accessSearch,
  auditSearch,
  customerSearch,
  customersSearch,
  dialSearch,
  parseSearch,
  policiesSearch,
  signInSearch,
  stringifySearch,
} from './search.ts'
import { Broken } from './shell/broken.tsx'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: SignInPage,
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    if (session === null) throw redirect(paths.signIn(location.href === '/' ? undefined : location.href))
  },
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect(paths.customers())
  },
})

const customers = createRoute({
  getParentRoute: () => shell,
  path: '/customers',
  validateSearch: customersSearch,
  component: CustomersPage,
})

const customer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customer',
  validateSearch: customerSearch,
  component: CustomerPage,
})

const chain = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$customer/chains/$root',
  component: ChainPage,
})

const invoice = createRoute({
  getParentRoute: () => shell,
  path: '/invoices/$invoice',
  validateSearch: dialSearch,
  component: InvoicePage,
})

const payment = createRoute({
  getParentRoute: () => shell,
  path: '/payments/$payment',
  validateSearch: dialSearch,
  component: PaymentPage,
})

const credit = createRoute({
  getParentRoute: () => shell,
  path: '/credits/$credit',
  validateSearch: dialSearch,
  component: CreditPage,
})

const creditNote = createRoute({
  getParentRoute: () => shell,
  path: '/credit-notes/$number',
  validateSearch: dialSearch,
  component: CreditNotePage,
})

const policies = createRoute({
  getParentRoute: () => shell,
  path: '/policies',
  validateSearch: policiesSearch,
  component: PoliciesPage,
})

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: auditSearch,
  component: AuditSearchPage,
})

const access = createRoute({
  getParentRoute: () => shell,
  path: '/access',
  validateSearch: accessSearch,
  component: AccessPage,
})

/** Every page and its address. */
export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    shell.addChildren([
      home,
      customers,
      customer,
      chain,
      invoice,
      payment,
      credit,
      creditNote,
      audit,
      policies,
      access,
    ]),
  ]),
  parseSearch,
  stringifySearch,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
