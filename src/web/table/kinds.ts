import {
  IconArrowsExchange,
  IconCircleDot,
  IconMail,
  IconRosetteDiscountCheck,
  type TablerIcon,
} from '@tabler/icons-react'
import type { AuditLine } from '../../contract/answers.ts'

export type Kind = AuditLine['kind']

/** Word and icon of every kind of record. */
export const kinds: Readonly<Record<Kind, { readonly word: string; readonly icon: TablerIcon }>> = {
  event: { word: 'Event', icon: IconCircleDot },
  change: { word: 'Change', icon: IconArrowsExchange },
  decision: { word: 'Decision', icon: IconRosetteDiscountCheck },
  message: { word: 'Message', icon: IconMail },
}
