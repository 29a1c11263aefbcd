import type { OperationRow } from '../../../store/read/records/operations.ts'

/** How the actor of an operation is called; where his name was erased, that is said. */
export const actorOf = (operation: Pick<OperationRow, 'actor'> | undefined): string =>
  operation === undefined ? '' : (operation.actor ?? '[erased]')
