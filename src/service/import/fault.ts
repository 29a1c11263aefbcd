/** An import that cannot begin or go on: one sentence that says what to do. */
export class ImportFault extends Error {
  override name = 'ImportFault'
}
