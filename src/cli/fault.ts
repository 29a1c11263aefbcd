/** A mistake of the one who typed the command, in a sentence that says what to do. */
export class UsageFault extends Error {}

const SPOKEN = new Set([
  'UsageFault',
  'BackupFault',
  'PostgresFault',
  'MigrationFault',
  'NumbersStandStill',
  'DistributionFault',
  'ImportFault',
  'ImportStopped',
  'QuestionFault',
  'ReservedName',
  'Unfit',
])

/** A fault as one sentence; what nobody foresaw comes with its stack, for a report. */
export function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const spoken = SPOKEN.has(error.name) || SPOKEN.has(error.constructor.name)
  return spoken || process.env.WHENCE_DEBUG === undefined ? error.message : (error.stack ?? error.message)
}
