import { openMailer } from '../../src/service/mail/mail.ts'
import { openStore } from '../../src/store/session/store.ts'

/** A process that sends what is due and is killed by a test: `node mail-sender.ts DATABASE SMTP`. */
const [url = '', smtpUrl] = process.argv.slice(2)
await openMailer(await openStore(url), { smtpUrl, from: 'billing@example.org' }).sendDue()
process.exit(0)
