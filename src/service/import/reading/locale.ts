/** The locales whose way of writing days and amounts is known. */
export const locales = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'] as const
export type Locale = (typeof locales)[number]

/** How files are written there: the form of days, and the marks of amounts. */
export const formsOf = (locale: Locale) => forms[locale]

const points = { decimal_point: ',', thousands: '.' } as const
const forms = {
  en: { date_format: 'YYYY-MM-DD', decimal_point: '.', thousands: ',' },
  de: { date_format: 'D.M.YYYY', ...points },
  fr: { date_format: 'D/M/YYYY', decimal_point: ',', thousands: ' ' },
  es: { date_format: 'D/M/YYYY', ...points },
  it: { date_format: 'D/M/YYYY', ...points },
  nl: { date_format: 'D-M-YYYY', ...points },
  pt: { date_format: 'D/M/YYYY', ...points },
} as const satisfies Record<Locale, object>

/** A map as it is written, with what it leaves out filled in by the locale that is wished for or that it names. */
export function localised(json: unknown, wished?: Locale): unknown {
  if (typeof json !== 'object' || json === null) return json
  const named = 'locale' in json ? locales.find((one) => one === json.locale) : undefined
  const locale = wished ?? named
  return locale === undefined ? json : { ...formsOf(locale), ...json, ...(wished === undefined ? {} : { locale }) }
}
