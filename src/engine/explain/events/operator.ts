import type { operatorEvents } from '../../events/operator-events.ts'
import { instantToText, shortDay } from '../../time.ts'
import { body, codeWords } from '../words.ts'
import { type Row, reason } from './row.ts'

/** `more` are the words of a sentence beyond those that name what was done. */
const doing = (done: string, tell: Row['tell'], more = ''): Row => ({
  words: `${done} ${more}`.trim(),
  source: () => done,
  tell,
})

/** How the operator's own doings are told. */
export const operatorRows: Readonly<Record<keyof typeof operatorEvents, Row>> = {
  row_pinned: doing(
    'row held by the log',
    ({ facts }) =>
      `Row ${facts.id} of table ${facts.scope} is held as ${facts.because === 'as_found' ? 'it was found' : 'it stands'}.`,
    'of table run is as it stands was found',
  ),
  books_closed: doing(
    'books closed',
    (event, telling) => {
      const { closedUntil } = event.facts
      const said =
        closedUntil === undefined ? 'The books are open.' : `The books are closed until ${shortDay(closedUntil)}.`
      return `${said}${reason(event, telling)}`
    },
    'the are open until reason',
  ),
  policy_set: doing(
    'policy set',
    (event, telling) => {
      const scope = (event.facts.scope ?? '').replace(':', ' ')
      return `Policy version ${event.facts.policyVersion} set for ${scope}.${reason(event, telling)}`
    },
    'version for class customer reason',
  ),
  user_added: doing('user added', ({ facts }, telling) => {
    const who = facts.email === undefined ? facts.id : `${body(facts.name, telling)} (${body(facts.email, telling)})`
    return `User ${who} added as ${facts.role}.`
  }),
  user_role_set: doing(
    'role of a user changed',
    (event, telling) => `User ${event.facts.id} is ${event.facts.role} from now on.${reason(event, telling)}`,
    'is from now on reason',
  ),
  role_limit_set: doing(
    'limit of a role set',
    (event, telling) => `Limit ${event.facts.id} set: ${event.facts.policy}.${reason(event, telling)}`,
    'limit set each a day no in reason',
  ),
  user_removed: doing(
    'user removed',
    (event, telling) => `User ${event.facts.id} removed.${reason(event, telling)}`,
    'reason',
  ),
  password_changed: doing('password changed', ({ facts }) => `Password of user ${facts.id} changed.`, 'of user'),
  key_created: doing(
    'API key created',
    ({ facts: { id, name, scope, role } }, telling) => {
      const of = scope === undefined ? '' : `, for the integration ${scope}`
      return `API key ${id} created: ${body(name, telling)}${of}${role === undefined ? '' : `, as ${role}`}.`
    },
    'for the integration as',
  ),
  key_revoked: doing(
    'API key revoked',
    (event, telling) => {
      const { id, dueAt } = event.facts
      const when = dueAt === undefined ? 'revoked' : `revoked from ${instantToText(dueAt)} on`
      return `API key ${id} ${when}.${reason(event, telling)}`
    },
    'from on reason',
  ),
  clock_created: doing(
    'clock created',
    (event, telling) => {
      const { clock, now = 0n, mail = 'withhold', collectionOff } = event.facts
      const off = collectionOff === 1n ? ', nothing is collected' : ''
      return `Clock ${clock} created at ${instantToText(now)}; ${codeWords[mail]}${off}.${reason(event, telling)}`
    },
    'reason',
  ),
  clock_advanced: doing(
    'clock advanced',
    (event, telling) =>
      `Clock ${event.facts.clock} advanced to ${instantToText(event.facts.now ?? 0n)}.${reason(event, telling)}`,
    'reason',
  ),
  clock_ended: doing(
    'clock joined the wall clock',
    ({ facts }) => `Clock ${facts.clock} joined the wall clock with ${facts.count} customers.`,
    'with customers',
  ),
  run_started: doing(
    'run started',
    (event, telling) =>
      `${codeWords[event.facts.runKind ?? 'collection']} ${event.facts.id} started.${reason(event, telling)}`,
    'reason',
  ),
  run_finished: doing(
    'run finished',
    ({ facts }) => `Run ${facts.id} finished: ${codeWords[facts.outcome ?? 'done']}, ${facts.count} looked at.`,
    'looked at',
  ),
  import_started: doing(
    'import started',
    ({ facts }, telling) => `Import ${facts.id} of ${body(facts.name, telling)} started, ${facts.count} lines.`,
    'of lines',
  ),
  import_finished: doing(
    'import finished',
    ({ facts }) => `Import ${facts.id} finished: ${facts.count} lines booked, ${facts.rejected} rejected.`,
    'lines booked rejected',
  ),
}
