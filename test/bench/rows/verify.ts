import { customers } from '../fixtures/customers.ts'
import { history } from '../fixtures/history.ts'
import { lasting, type Measure } from '../measure.ts'

/** Everything that is kept, made again and compared, by the command line; its start is part of it. */
export const verification: Measure = {
  what: 'records that whence verify looks at',
  target: '',
  counts: 'rate',
  needs: [customers, history],
  read: async (side) => {
    const { ms, result } = await lasting(() => side.whence('verify', '--json'))
    return { count: (JSON.parse(result) as { records: number }).records, ms }
  },
}
