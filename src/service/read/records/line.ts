import type { AuditLine } from '../../../contract/answers.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import { sentence, statusReason } from '../../../engine/explain/sentences/sentence.ts'
import { codeWords, type Telling } from '../../../engine/explain/words.ts'
import { currencyDigits } from '../../../engine/money/currencies.ts'
import { actorOf } from './actor.ts'
import { balanceMoved } from './balance.ts'
import { parentIn } from './place.ts'
import { type Read, type Shelf, textsIn } from './shelf.ts'
import { amountText, figureText, maskedAddress, subjectText, timeText } from './wire.ts'

/** The line of a record itself (line 0). */
export function lineOf(read: Read, shelf: Shelf): AuditLine {
  const { record } = read
  const telling = tellingOf(read, shelf)
  return {
    ...frameOf(read, shelf),
    line: 0,
    kind: record.kind,
    type: record.type,
    ...figuresOf(record, telling.digits),
    sentence: sentence(record, telling),
    reason: reasonOf(record, telling),
  }
}

type Own =
  | 'line'
  | 'kind'
  | 'type'
  | 'figure'
  | 'before'
  | 'after'
  | 'delta'
  | 'amount'
  | 'balance_after'
  | 'sentence'
  | 'reason'

/** What all lines of a record share. */
export function frameOf({ customerId, xdrId, record }: Read, shelf: Shelf): Omit<AuditLine, Own> {
  const operation = shelf.operationOf(customerId, record.seq)
  const nameOf = (ref: LedgerRecord['subject']): string =>
    ref.kind === 'charge' ? String(xdrId ?? ref.no) : shelf.nameOf(customerId, ref, record.seq)
  return {
    customer_id: customerId,
    seq: record.seq,
    subject: subjectText(record.subject, nameOf, shelf.calledOf(customerId, record.subject)),
    currency: shelf.currencyOf(customerId),
    effective_at: timeText(record.effectiveAt),
    recorded_at: timeText(record.recordedAt),
    entered_at: timeText(shelf.enteredAt(customerId, record)),
    parent_seq: parentIn(record, operation),
    root_seq: operation.rootSeq,
    op: operation.op,
    led_to: [...shelf.ledTo(customerId, record.seq)],
    causes: record.causes.map((cause) => ({ role: cause.role, seq: cause.seq, customer_id: cause.customerId ?? null })),
    xdr_id: xdrId === null ? null : String(xdrId),
    actor: actorOf(operation),
    channel: operation.channel,
    realm: operation.realm,
    reference: operation.reference,
    rules: operation.rules,
    texts: textsIn(record).map(({ slot, ref }) => ({
      slot,
      text_id: ref.textId,
      erased: shelf.textOf(customerId, ref.textId) === null,
    })),
  }
}

/** What the sentences of a record need, from the shelf; addresses are masked before any sentence sees them. */
export function tellingOf({ customerId, record }: Read, shelf: Shelf): Telling {
  const operation = shelf.operationOf(customerId, record.seq)
  return {
    digits: currencyDigits(shelf.currencyOf(customerId) ?? '') ?? 2,
    nameOf: (ref) => shelf.nameOf(customerId, ref, record.seq),
    calledOf: (ref) => shelf.calledOf(customerId, ref),
    recordAt: (seq) => shelf.recordAt(customerId, seq),
    textOf: (textId) => {
      const body = shelf.textOf(customerId, textId)
      return body !== null && isAddressIn(record, textId) ? maskedAddress(body) : body
    },
    reference: operation.reference,
    rules: operation.rules,
  }
}

const isAddressIn = (record: LedgerRecord, textId: string): boolean =>
  textsIn(record).some(({ slot, ref }) => (slot === 'email' || slot === 'to') && ref.textId === textId)

type Figures = Pick<AuditLine, 'figure' | 'before' | 'after' | 'delta' | 'amount' | 'balance_after'>
const none: Figures = { figure: null, before: null, after: null, delta: null, amount: null, balance_after: null }

/** A change has a figure with its values; an event its amount, what it moved the balance by, and the balance after it. */
function figuresOf(record: LedgerRecord, digits: number): Figures {
  switch (record.kind) {
    case 'change': {
      const { figure, before, after } = record
      const isAmount = record.type === 'amount_changed'
      return {
        ...none,
        figure,
        before: figureText(figure, before, digits),
        after: figureText(figure, after, digits),
        delta: isAmount ? amountText(after - (before ?? 0n), digits) : null,
      }
    }
    case 'event': {
      const moved = balanceMoved(record)
      return {
        ...none,
        delta: moved === 0n ? null : amountText(moved, digits),
        amount: amountText(record.facts.amount ?? null, digits),
        balance_after: amountText(record.balanceAfter, digits),
      }
    }
    case 'decision':
      return none
    case 'message':
      return { ...none, amount: amountText(record.facts.stated ?? null, digits) }
  }
}

function reasonOf(record: LedgerRecord, telling: Telling): string | null {
  switch (record.kind) {
    case 'change':
      return record.type === 'status_changed' ? statusReason(record, telling) : null
    case 'event':
      return record.facts.reason === undefined ? null : telling.textOf(record.facts.reason.textId)
    case 'decision':
    case 'message':
      return record.facts.because === undefined ? null : codeWords[record.facts.because]
  }
}
