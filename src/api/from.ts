import type { FastifyRequest } from 'fastify'
import type { From } from '../store/people/sessions.ts'

const LONGEST_AGENT = 300

/** From where a request comes, as it is noted at the door. */
export const fromOf = ({ ip, headers }: FastifyRequest): From => ({
  ip,
  agent: headers['user-agent']?.slice(0, LONGEST_AGENT) ?? null,
})
