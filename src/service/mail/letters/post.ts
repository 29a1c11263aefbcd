import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { Delivery } from '../../../store/queues/deliveries.ts'
import { letterOf } from './letter-of.ts'

/** For connecting, the greeting, and each silence of the server; ms. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 }

/** The whole letter was handed over, and no answer came to it: nobody knows whether it goes out. */
export class MaybeSent extends Error {
  constructor(cause: Error) {
    super(`The mail server did not answer to the letter; it may have been sent. ${cause.message}`, { cause })
    this.name = 'MaybeSent'
  }
}

/** Hands letters to a mail server. */
export type Post = { readonly hand: (one: Delivery) => Promise<void>; readonly close: () => void }

/** Opens the way to a mail server; each letter goes over a connection of its own. */
export function openPost(smtpUrl: string, from: string): Post {
  const transport = createTransport({ url: smtpUrl, ...TIMEOUTS })
  /** letters of which all has been read on the way to the server, by their ids */
  const read = new Set<string>()
  transport.use('stream', (mail, done) => {
    const { messageId } = mail.data
    mail.message.transform(() => {
      const whole = new PassThrough()
      if (messageId !== undefined) whole.once('end', () => read.add(messageId))
      return whole
    })
    done()
  })
  const hand = async (one: Delivery): Promise<void> => {
    const messageId = nameOf(one)
    read.delete(messageId)
    try {
      await transport.sendMail({ from, to: one.to ?? '', messageId, ...letterOf(one) })
    } catch (error) {
      throw error instanceof Error && read.has(messageId) && !isAnswer(error) ? new MaybeSent(error) : error
    } finally {
      read.delete(messageId)
    }
  }
  return { hand, close: () => transport.close() }
}

/** Did the server say what became of the letter? */
const isAnswer = (error: Error): boolean => 'responseCode' in error && Number(error.responseCode) >= 400

function nameOf({ customerId, messageSeq }: Delivery): string {
  const name = createHash('sha256').update(`${customerId}\0${messageSeq}`).digest('hex').slice(0, 32)
  return `<${name}@whence>`
}
