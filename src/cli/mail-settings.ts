import process from 'node:process'
import type { MailSettings } from '../service/mail/mail.ts'

/** Where mail goes and from whom, by SMTP_URL and MAIL_FROM. */
export const mailSettings = (): MailSettings => ({
  smtpUrl: process.env.SMTP_URL || undefined,
  from: process.env.MAIL_FROM || 'Whence <billing@localhost>',
})
