type Reason =
  | 'already_running'
  | 'account_unusable'
  | 'binaries_missing'
  | 'folder_unusable'
  | 'version_differs'
  | 'password_missing'
  | 'left_over_stays'
  | 'does_not_start'

/** The embedded database cannot be had; the message is one sentence for the operator that says what to do. */
export class PostgresFault extends Error {
  readonly reason: Reason
  /** With `already_running`: where the server that holds this home listens, once it has said so. */
  readonly address: string | undefined

  constructor(reason: Reason, message: string, address?: string) {
    super(message)
    this.name = 'PostgresFault'
    this.reason = reason
    this.address = address
  }
}
