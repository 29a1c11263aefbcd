import type { FigureName } from '../../engine/figures/names.ts'
import type { Cell, Cells } from '../../engine/state/customer.ts'

/** Figures as a head or a subject's row holds them: {"<figure>": ["<value>", <seq that set it>, "<from when, in µs>"?]}. */
export type StoredCells = Readonly<Record<string, StoredCell>>
type StoredCell = readonly [string, number] | readonly [string, number, string]

/** Cells as they are stored. */
export function storedCells(cells: Cells): StoredCells {
  const stored: Record<string, StoredCell> = {}
  for (const [figure, { value, seq, at }] of Object.entries(cells))
    stored[figure] = at === undefined ? [String(value), seq] : [String(value), seq, String(at)]
  return stored
}

/** Cells from their stored form. */
export function cellsFrom(stored: StoredCells): Cells {
  const cells: Partial<Record<FigureName, Cell>> = {}
  for (const [figure, [value, seq, at]] of Object.entries(stored))
    cells[figure as FigureName] = { value: BigInt(value), seq, ...(at === undefined ? {} : { at: BigInt(at) }) }
  return cells
}

/** The value of a figure that a typed column repeats; 0 when nothing has moved it. */
export const amountIn = (cells: Cells, figure: FigureName): string => String(cells[figure]?.value ?? 0n)

/** The number of a status; null before it was judged for the first time. */
export function statusIn(cells: Cells, figure: FigureName): number | null {
  const cell = cells[figure]
  return cell === undefined ? null : Number(cell.value)
}
