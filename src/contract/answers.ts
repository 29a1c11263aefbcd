/** Every answer of the API, by what it is about. */
export * from './answers/access.ts'
export * from './answers/audit.ts'
export * from './answers/explanation.ts'
export * from './answers/lists.ts'
export { complete, identity } from './answers/parts.ts'
export * from './answers/subjects.ts'
export * from './answers/system.ts'
