import { Tabs } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { accessQuery, keysQuery, sessionsQuery, usersQuery } from '../client/queries.ts'
import { type AccessTab, accessTabs } from '../search.ts'
import { accessColumns, keyColumns, sessionColumns, userColumns } from '../table/access-columns.tsx'
import { ListPanel } from '../table/list-panel.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { browserZone } from '../ui/time.ts'
import { useTitle } from '../use-title.ts'
import css from './pages.module.css'
import { RolesTable } from './roles-table.tsx'

const route = getRouteApi('/shell/access')

const titles: Readonly<Record<AccessTab, string>> = {
  users: 'Users',
  roles: 'Roles',
  keys: 'Keys',
  sessions: 'Sessions',
  log: 'Access log',
}

const panels: Readonly<Record<AccessTab, (zone: string) => ReactNode>> = {
  users: (zone) => (
    <ListPanel
      query={usersQuery}
      caption="Users"
      noun="user"
      columns={userColumns(zone)}
      rowKey={(row) => row.user}
      empty="Users appear here when they are added: whence users add."
    />
  ),
  roles: () => <RolesTable />,
  keys: (zone) => (
    <ListPanel
      query={keysQuery}
      caption="Keys of the API"
      noun="key"
      columns={keyColumns(zone)}
      rowKey={(row) => row.key}
      empty="Keys appear here when they are made: whence keys add."
    />
  ),
  sessions: (zone) => (
    <ListPanel
      query={sessionsQuery}
      caption="Sessions"
      noun="session"
      columns={sessionColumns(zone)}
      rowKey={(row) => row.session}
      empty="Sessions appear here while somebody is signed in."
    />
  ),
  log: (zone) => (
    <ListPanel
      query={accessQuery}
      caption="Access log"
      noun="line"
      columns={accessColumns(zone)}
      rowKey={(row) => row.access}
      empty="Who signs in, does not get in, or leaves, appears here."
    />
  ),
}

/** Who may sign in and ask, what each role may do, who is signed in, and who came. */
export const AccessPage = () => {
  useTitle('Users & keys')
  const { tab = 'users' } = route.useSearch()
  const navigate = route.useNavigate()
  const choose = (to: string | null) =>
    navigate({ search: { tab: accessTabs.find((one) => one === to && one !== 'users') } })
  return (
    <>
      <PageHead title="Users & keys" meta="who may sign in and ask, and who did" />
      <Tabs
        value={tab}
        onChange={choose}
        classNames={{ root: css.tabs, list: css.tabList, tab: css.tab }}
        keepMounted={false}
      >
        <Tabs.List className="no-print">
          {accessTabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {titles[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {accessTabs.map((name) => (
          <Tabs.Panel key={name} value={name} className={css.panel}>
            {panels[name](browserZone())}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  )
}
