// For lists of any length: a call takes some hundred thousand arguments, and fails with more.

/** The greatest of some numbers, and at least `least`. */
export function greatest(least: number, numbers: Iterable<number>): number {
  let found = least
  for (const one of numbers) if (one > found) found = one
  return found
}

/** Adds items behind those of a list. */
export function addTo<T>(list: T[], more: Iterable<T>): void {
  for (const one of more) list.push(one)
}
