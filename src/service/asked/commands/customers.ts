import type { CommandOf } from '../../../engine/asked/command.ts'
import type { Wanted } from '../../../store/subjects/wanted.ts'
import { isZone } from '../days.ts'
import { amount, day, type Form, moment, note, optionalAmount, optionalText, text } from '../form.ts'
import { always, type Rows } from './row.ts'

function zone(form: Form, name: string): string {
  if (!isZone(name)) note(form, 'time_zone_unknown', { time_zone: name })
  return name
}

/** Who a customer is, his terms, what is written about him. */
export const customers = {
  open_customer: {
    command: (body, form, { customerId }) => ({
      op: 'open_customer',
      customerId,
      name: text(form, body.name),
      email: optionalText(form, body.email),
      currency: body.currency,
      timeZone: zone(form, body.time_zone ?? 'UTC'),
      billing: body.billing,
      class: body.class ?? 'default',
      clock: body.clock ?? null,
      creditLimit: optionalAmount(form, body.credit_limit),
      ...(form.clock.collection === 'off' ? { collection: 'off' as const } : {}),
    }),
    clock: ({ clock }) => clock,
  },
  change_details: {
    command: (body, form) => ({
      op: 'change_details',
      name: optionalText(form, body.name),
      email: optionalText(form, body.email),
      class: body.class ?? null,
      timeZone: body.time_zone === undefined ? null : zone(form, body.time_zone),
    }),
  },
  move_opening: {
    command: (body, form) => ({ op: 'move_opening', reason: optionalText(form, body.reason) }),
    countsAt: ({ opened_at, opened_on }, form) => moment(form, opened_at ?? opened_on ?? ''),
    asksWhy: always,
  },
  change_credit_limit: {
    command: (body, form) => ({
      op: 'change_credit_limit',
      limit: amount(form, body.limit),
      until: body.until === undefined ? null : day(form, body.until),
      reason: optionalText(form, body.reason),
    }),
    asksWhy: always,
  },
  set_customer_status: {
    command: (body, form) => ({ op: 'set_customer_status', set: body.set, reason: optionalText(form, body.reason) }),
    asksWhy: always,
  },
  lift_collection: {
    command: (body, form) => ({
      op: 'lift_collection',
      until: day(form, body.until),
      reason: optionalText(form, body.reason),
    }),
    asksWhy: always,
  },
  add_note: {
    command: (body, form) => ({
      op: 'add_note',
      note: text(form, body.text),
      noteKind: body.kind,
      about: aboutOf(body.subject),
      agreed: optionalAmount(form, body.agreed),
    }),
    loads: ({ subject }) => aboutWanted(aboutOf(subject)),
  },
  erase_text: {
    command: (body, form) => ({
      op: 'erase_text',
      textId: body.text_id.toLowerCase(),
      reason: text(form, body.reason),
    }),
    erases: ({ text_id }) => text_id,
  },
} satisfies Partial<Rows>

type About = CommandOf<'add_note'>['about']
const aboutKinds = {
  invoice: 'invoice',
  payment: 'payment',
  credit: 'credit',
  credit_note: 'credit',
  dispute: 'dispute',
} as const

/** What a note is about: "invoice:<number>", "credit_note:<number>", …; anything else but the customer is no invoice of his. */
function aboutOf(subject: string | undefined): About {
  if (subject === undefined || subject === 'customer') return null
  const [kind = '', ...rest] = subject.split(':')
  return Object.hasOwn(aboutKinds, kind)
    ? { kind: aboutKinds[kind as keyof typeof aboutKinds], id: rest.join(':') }
    : { kind: 'invoice', id: subject }
}

const namedLists = { invoice: 'invoices', payment: 'payments', credit: 'credits', dispute: 'disputes' } as const

const aboutWanted = (about: About): Partial<Wanted> => (about === null ? {} : { [namedLists[about.kind]]: [about.id] })
