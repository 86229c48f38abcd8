import type { Outcome } from './channel.ts'
import { outcomeOfStatus, type Answered } from './request.ts'

const MINUTE_MS = 60_000

/**
 * What the answer of a chat robot says: its HTTP status is 200 whatever happens, the truth is a number in the body.
 * @param codeOf reads the number; 0 is success
 * @param busy numbers that mean too many messages: the robot takes them again a minute later
 */
export function outcomeOfRobot(answered: Answered, codeOf: (body: Record<string, unknown>) => unknown, busy: readonly number[]): Outcome {
  if (answered.status < 200 || answered.status >= 300) return outcomeOfStatus(answered)
  const code = codeOf(parsed(answered.body))
  const answer = answered.body.slice(0, 200)
  if (code === 0) return { result: 'accepted', answer }
  if (typeof code !== 'number') return { result: 'unsure', answer: answer === '' ? 'an empty answer' : answer }
  return busy.includes(code) ? { result: 'failed', answer, retryAfterMs: MINUTE_MS } : { result: 'refused', answer }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
