/** How a customer of the demonstration pays. */
export type Habit = 'prompt' | 'late' | 'partial' | 'generous' | 'disputing' | 'silent'

/** A place to live: zone, currency, what a consumer and a business pay there a month, and where they roam. */
type Place = {
  readonly zone: string
  readonly currency: string
  readonly consumer: readonly (readonly [name: string, price: string])[]
  readonly business: readonly (readonly [name: string, price: string])[]
}

const dollars = {
  currency: 'USD',
  consumer: [
    ['Mobile Plus', '35.00'],
    ['Home Fibre 300', '49.00'],
    ['Mobile Family', '72.50'],
  ],
  business: [
    ['Business Voice, 8 lines', '120.00'],
    ['SIP trunk, 30 channels', '240.00'],
  ],
} as const
const euros = {
  currency: 'EUR',
  consumer: [
    ['Mobile Plus', '29.90'],
    ['Home Fibre 250', '44.90'],
    ['Mobile Family', '64.90'],
  ],
  business: [
    ['Business Voice, 8 lines', '99.00'],
    ['SIP trunk, 30 channels', '210.00'],
  ],
} as const
const yen = {
  currency: 'JPY',
  consumer: [
    ['Mobile Plus', '3800'],
    ['Home Fibre 1G', '5200'],
  ],
  business: [['Business Voice, 8 lines', '14800']],
} as const
const dinars = {
  currency: 'KWD',
  consumer: [
    ['Mobile Plus', '9.500'],
    ['Home Fibre 100', '14.250'],
  ],
  business: [['SIP trunk, 30 channels', '62.750']],
} as const

const places = {
  newYork: { zone: 'America/New_York', ...dollars },
  chicago: { zone: 'America/Chicago', ...dollars },
  angeles: { zone: 'America/Los_Angeles', ...dollars },
  berlin: { zone: 'Europe/Berlin', ...euros },
  lisbon: { zone: 'Europe/Lisbon', ...euros },
  helsinki: { zone: 'Europe/Helsinki', ...euros },
  tokyo: { zone: 'Asia/Tokyo', ...yen },
  kuwait: { zone: 'Asia/Kuwait', ...dinars },
} as const satisfies Record<string, Place>

export type Person = {
  readonly name: string
  readonly place: Place
  readonly class: 'consumer' | 'business'
  readonly habit: Habit
}

const lives = (place: keyof typeof places, kind: Person['class'], habit: Habit, names: string): Person[] =>
  names.split(', ').map((name) => ({ name, place: places[place], class: kind, habit }))

/** The customers of the small operator; every name is invented. */
export const people: readonly Person[] = [
  ...lives('newYork', 'consumer', 'prompt', 'Amara Whitfield, Dwight Castellane, Priya Ramanov, Lucille Tran'),
  ...lives('newYork', 'consumer', 'late', 'Owen Brackley, Selma Duarte'),
  ...lives('newYork', 'business', 'prompt', 'Harbor & Pine Supply, Gable Street Dental'),
  ...lives('newYork', 'business', 'disputing', 'Northgate Printworks'),
  ...lives('chicago', 'consumer', 'prompt', 'Teodor Lind, Marisol Ekwueme, Jun Abernathy'),
  ...lives('chicago', 'consumer', 'partial', 'Cedric Vanterpool, Nadia Holloway'),
  ...lives('chicago', 'business', 'generous', 'Lakefront Cold Storage'),
  ...lives('angeles', 'consumer', 'prompt', 'Ravi Colquhoun, Beatriz Sorensen, Ife Marlowe'),
  ...lives('angeles', 'consumer', 'disputing', 'Gordon Petrakis'),
  ...lives('angeles', 'consumer', 'silent', 'Wanda Isherwood'),
  ...lives('angeles', 'business', 'late', 'Cinder Cone Studios'),
  ...lives('berlin', 'consumer', 'prompt', 'Klara Wiesental, Henrik Dobbertin, Yasmin Okonjo, Felix Ammersbach'),
  ...lives('berlin', 'consumer', 'late', 'Ottilie Brandauer, Milan Radkowsky'),
  ...lives('berlin', 'consumer', 'generous', 'Sabine Hollerith'),
  ...lives('berlin', 'business', 'prompt', 'Spreeufer Optik'),
  ...lives('berlin', 'business', 'partial', 'Lindenhof Logistik'),
  ...lives('berlin', 'business', 'disputing', 'Rotdorn Verlag'),
  ...lives('lisbon', 'consumer', 'prompt', 'Duarte Falcão, Inês Quintela, Marta Sobreira'),
  ...lives('lisbon', 'consumer', 'partial', 'Vasco Telhado'),
  ...lives('lisbon', 'business', 'prompt', 'Cortiça do Sul'),
  ...lives('helsinki', 'consumer', 'prompt', 'Aino Lehtovaara, Eero Kallasmaa'),
  ...lives('helsinki', 'consumer', 'silent', 'Tuomas Rintala'),
  ...lives('helsinki', 'business', 'late', 'Saaristo Freight'),
  ...lives('tokyo', 'consumer', 'prompt', 'Haruka Mizuno, Kenta Orihara, Sayuri Tomobe'),
  ...lives('tokyo', 'consumer', 'late', 'Daigo Nishimori'),
  ...lives('tokyo', 'business', 'generous', 'Asagiri Paper'),
  ...lives('kuwait', 'consumer', 'prompt', 'Layla Al-Mutawa, Faisal Al-Rashed'),
  ...lives('kuwait', 'business', 'disputing', 'Failaka Trading'),
]
