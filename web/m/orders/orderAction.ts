import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import type { OrderView } from '../../api/shapes.ts'
import type { Sender } from '../outbox/entry.ts'

/** What a unit does to its order, with the event that the timeline then tells. */
export const UNIT_ACTIONS = { accept: 'accepted', start: 'started', submit: 'submitted' } as const
export type UnitAction = keyof typeof UNIT_ACTIONS

export interface OrderActionPayload {
  readonly orderId: string
  readonly action: UnitAction
  readonly username: string
  /** How many entries the timeline had when the person decided. */
  readonly known: number
}

const path = (id: string): string => `/orders/${encodeURIComponent(id)}`

/** An answer that was lost leaves a trace: the timeline tells of the action since the person decided. */
async function wasTaken({ orderId, action, username, known }: OrderActionPayload): Promise<boolean> {
  const { timeline } = await api.get<OrderView>(path(orderId))
  return timeline.slice(known).some((entry) => entry.event === UNIT_ACTIONS[action] && entry.by === `user:${username}`)
}

export const sendOrderAction: Sender = async ({ entry }) => {
  const payload = entry.payload as OrderActionPayload
  try {
    await api.post(`${path(payload.orderId)}/${payload.action}`, {})
  } catch (problem) {
    const repeated = problem instanceof ApiProblem && problem.status === 409 && (await wasTaken(payload))
    if (!repeated) throw problem
  }
  return { state: 'sent' }
}
