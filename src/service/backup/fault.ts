/** A backup cannot be made, read or restored, in a sentence that says what to do. */
export class BackupFault extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'BackupFault'
  }
}
