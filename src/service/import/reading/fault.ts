/** An import that cannot begin: one sentence that says what to do. Nothing was written. */
export class ImportFault extends Error {
  override name = 'ImportFault'
}

/** An import that cannot go on, or of which something is left to do: one sentence that says what. */
export class ImportStopped extends Error {
  override name = 'ImportStopped'
}
