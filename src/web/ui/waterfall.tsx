import { isNegative, isZero, moved, share, shown, sum } from './amount.ts'
import css from './waterfall.module.css'

export type Step = { readonly label: string; readonly change: string; readonly caption?: string }

type Bar = {
  readonly label: string
  readonly caption: string
  readonly words: string
  readonly top: string
  readonly bottom: string
  readonly after: string
  readonly kind: 'start' | 'step' | 'end'
}

const height = 242
const above = 34
const slot = 114
const barWidth = 72

const minOf = (a: string, b: string): string => (isNegative(sum([a, isNegative(b) ? b.slice(1) : `-${b}`])) ? a : b)
const maxOf = (a: string, b: string): string => (minOf(a, b) === a ? b : a)

const barsOf = (steps: readonly Step[], end: string): readonly Bar[] => {
  const told = steps.filter((step, n) => n === 0 || !isZero(step.change))
  const bars: Bar[] = []
  let before = '0'
  for (const [n, step] of told.entries()) {
    const after = sum([before, step.change])
    bars.push({
      label: step.label,
      caption: step.caption ?? '',
      words: n === 0 ? shown(step.change) : `${isNegative(step.change) ? '▼' : '▲'} ${moved(step.change)}`,
      top: maxOf(before, after),
      bottom: minOf(before, after),
      after,
      kind: n === 0 ? 'start' : 'step',
    })
    before = after
  }
  return [
    ...bars,
    {
      label: end,
      caption: 'now',
      words: shown(before),
      top: maxOf('0', before),
      bottom: minOf('0', before),
      after: before,
      kind: 'end',
    },
  ]
}

const scale = (bars: readonly Bar[]) => {
  const top = bars.reduce((most, bar) => maxOf(most, bar.top), '0')
  const bottom = bars.reduce((least, bar) => minOf(least, bar.bottom), '0')
  const range = sum([top, isNegative(bottom) ? bottom.slice(1) : '0'])
  return (value: string): number =>
    above + height * share(sum([top, isNegative(value) ? value.slice(1) : `-${value}`]), range)
}

const Drawn = ({
  bar,
  n,
  last,
  y,
}: {
  readonly bar: Bar
  readonly n: number
  readonly last: boolean
  readonly y: (value: string) => number
}) => {
  const x = 26 + n * slot
  const top = y(bar.top)
  const tall = Math.max(y(bar.bottom) - top, 1)
  const inside = bar.kind === 'step' && tall >= 24
  return (
    <g>
      <rect className={css[bar.kind]} x={x} y={top} width={barWidth} height={tall} rx="1.5" />
      {!last && <line className={css.join} x1={x + barWidth} x2={x + slot} y1={y(bar.after)} y2={y(bar.after)} />}
      <text className={css.value} x={x + barWidth / 2} y={inside ? top + tall / 2 + 5 : top - 8}>
        {bar.words}
      </text>
      <text className={css.label} x={x + barWidth / 2} y={above + height + 20}>
        {bar.label}
      </text>
      <text className={css.caption} x={x + barWidth / 2} y={above + height + 37}>
        {bar.caption}
      </text>
    </g>
  )
}

/** From the first amount, step by step, to what is left. Every number of it stands in the table beside it too. */
export const Waterfall = ({
  steps,
  end,
  label,
}: {
  readonly steps: readonly Step[]
  readonly end: string
  readonly label: string
}) => {
  const bars = barsOf(steps, end)
  const y = scale(bars)
  const width = 12 + bars.length * slot + 12
  return (
    <svg
      className={css.chart}
      viewBox={`0 0 ${width} ${above + height + 48}`}
      role="img"
      aria-label={label}
      style={{ maxWidth: width * 1.1 }}
    >
      <line className={css.base} x1="12" x2={width - 8} y1={y('0') + 0.5} y2={y('0') + 0.5} />
      {bars.map((bar, n) => (
        <Drawn key={bar.label} bar={bar} n={n} last={n === bars.length - 1} y={y} />
      ))}
    </svg>
  )
}
