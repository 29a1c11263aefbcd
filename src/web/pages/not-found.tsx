import { Link } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { Empty } from '../ui/states.tsx'
import ui from '../ui/ui.module.css'
import { useTitle } from '../use-title.ts'

/** An address that leads nowhere. */
export const NotFoundPage = () => {
  useTitle('Not found')
  return (
    <main>
      <Empty
        page
        title="There is no such page"
        actions={
          <Link {...paths.customers()} className={ui.link}>
            Go to the customers
          </Link>
        }
      >
        The address may be incomplete. Search for the customer, invoice or payment instead.
      </Empty>
    </main>
  )
}
