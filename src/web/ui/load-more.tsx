import { Button } from '@mantine/core'
import css from './data-table.module.css'

type Props = {
  readonly shown: string
  readonly hasMore: boolean
  readonly loading: boolean
  readonly onMore: () => void
}

/** How much is shown, and the next page where there is one. */
export const LoadMore = ({ shown, hasMore, loading, onMore }: Props) => (
  <div className={`${css.more} no-print`}>
    <span style={{ color: 'var(--text3)', fontSize: 12 }} role="status">
      {shown}
    </span>
    {hasMore && (
      <Button variant="default" loading={loading} onClick={onMore}>
        Load more
      </Button>
    )}
  </div>
)
