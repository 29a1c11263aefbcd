// Loaded before the product (NODE_OPTIONS=--import): the clock that this one process sees is ahead by CLOCK_AHEAD_MS,
// as that of a machine which was set wrongly; SIGUSR2 sets it right, and wrong again.
const RealDate = Date
const set = Number(process.env.CLOCK_AHEAD_MS ?? 0)
let ahead = set

const now = () => RealDate.now() + ahead
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now())
    else super(...given)
  }
  static now() {
    return now()
  }
}
process.on('SIGUSR2', () => {
  ahead = ahead === 0 ? set : 0
})
