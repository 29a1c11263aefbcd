/** The message records with their numbers in canonical bytes: what became of a notification. Deferred: an attempt failed. */
export const messageTypes = {
  message_queued: 1,
  message_sent: 2,
  message_failed: 3,
  message_withheld: 4,
  message_deferred: 5,
} as const
export type MessageType = keyof typeof messageTypes
