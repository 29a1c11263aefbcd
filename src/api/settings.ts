/** How a server is to be run. */
export type Settings = {
  /** the folder of the built web page */
  readonly web: string
  /** what /health says of mail: "configured", "not configured" */
  readonly mail: string
  readonly version: string
  /** zone of bare dates in questions about all customers */
  readonly zone: string
  /** lines of the log, from which level on; silent by default */
  readonly logLevel: string
}
