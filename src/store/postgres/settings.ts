import { createHash } from 'node:crypto'

/** The name of a data folder's server: it stands in the title of each of its processes. */
export const clusterName = (data: string): string =>
  `whence-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`

/**
 * Arguments of the server. They are given at each start and not written to a file, so that a release changes them and a
 * data folder cannot weaken them.
 */
export const serverArguments = (data: string, port: number): string[] => [
  '-D',
  data,
  ...Object.entries({ ...REACH, ...SAFETY, ...SPEED, port, cluster_name: clusterName(data) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  ),
]

const REACH = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** An acknowledged operation survives a power cut; a forgotten transaction does not hold a customer's head for ever. */
const SAFETY = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  idle_in_transaction_session_timeout: '60s',
  password_encryption: 'scram-sha-256',
}

/**
 * Statements here are short and many: compiling one costs more than running it. The log since the last checkpoint is what
 * a start after a crash has to go through: half of what it may grow to takes 3 s. What its own buffers do not hold the
 * system's do. A ledger that grows by a million records in a minute is counted soon: until then the planner takes it for
 * small, and sorts all records of a customer for a page of them.
 */
const SPEED = {
  jit: 'off',
  shared_buffers: '32MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  autovacuum_naptime: '15s',
}
