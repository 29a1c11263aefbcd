import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import process from 'node:process'
import { createSecureContext } from 'node:tls'
import type { Settings } from '../api/settings.ts'
import { UsageFault } from './fault.ts'

/** How the server is reached: at which address, under which names, behind which proxies, by which certificate. */
export type HttpSettings = Pick<Settings, 'hosts' | 'proxies' | 'tls'> & { readonly listen: string }

const LOOPBACK = '127.0.0.1'

/** The settings of HTTP as the environment says them. Throws `UsageFault`. */
export const httpSettings = (): HttpSettings => ({
  listen: listenAt(process.env.WHENCE_LISTEN || LOOPBACK),
  hosts: listed('WHENCE_HOSTS').map(nameOf),
  proxies: listed('WHENCE_PROXIES').map(addressOf),
  tls: certified(),
})

function listenAt(address: string): string {
  if (isIP(address) > 0) return address
  throw new UsageFault(`WHENCE_LISTEN: ${address} is no address; give one of this machine, such as 0.0.0.0 for all.`)
}

/** What is to be said where passwords and cookies may cross a network in the clear; null: they do not. */
export const heardByOthers = ({ listen, tls }: HttpSettings): string | null =>
  tls !== undefined || listen === LOOPBACK || listen === '::1'
    ? null
    : `It listens at ${listen} without HTTPS: whoever is on the way can read passwords, cookies and keys. Give it a
certificate (WHENCE_TLS_CERT, WHENCE_TLS_KEY), or let a proxy on this machine speak HTTPS for it.`

const listed = (name: string): string[] =>
  (process.env[name] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** A name as browsers send it. */
function nameOf(text: string): string {
  const url = `http://${text}/`
  if (!/[/:@\s]/.test(text) && URL.canParse(url)) return new URL(url).hostname
  throw new UsageFault(`WHENCE_HOSTS: ${text} is no name of a host; give names alone, such as billing.example.org.`)
}

function addressOf(text: string): string {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(address)
  if (version > 0 && Number(bits ?? 0) <= (version === 4 ? 32 : 128)) return text
  throw new UsageFault(
    `WHENCE_PROXIES: ${text} is no address; give addresses or nets, such as 127.0.0.1 or 10.0.0.0/8.`,
  )
}

function certified(): Settings['tls'] {
  const { WHENCE_TLS_CERT: cert, WHENCE_TLS_KEY: key } = process.env
  if (!cert && !key) return undefined
  if (!cert || !key) throw new UsageFault('WHENCE_TLS_CERT and WHENCE_TLS_KEY are files of PEM; give both or neither.')
  const tls = { cert: contentOf('WHENCE_TLS_CERT', cert), key: contentOf('WHENCE_TLS_KEY', key) }
  try {
    createSecureContext(tls)
    return tls
  } catch (error) {
    throw new UsageFault(
      `The certificate of WHENCE_TLS_CERT and the key of WHENCE_TLS_KEY cannot be used: ${(error as Error).message}.`,
    )
  }
}

function contentOf(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageFault(`${name}: ${(error as Error).message}.`)
  }
}
