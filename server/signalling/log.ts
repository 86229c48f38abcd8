import type { Peer } from '../../domain/signalling.ts'
import type { User } from '../../domain/user.ts'
import { entriesOf } from '../../stores/postgres/inspectionEntries.ts'
import { findInspection } from '../../stores/postgres/inspections.ts'
import { transaction } from '../../stores/postgres/pool.ts'
import { enter } from '../api/inspections/enter.ts'
import { makeId } from '../api/register.ts'
import type { Context } from '../context.ts'

/**
 * Puts into the log of the inspection who came and who went. A page that lost its line for a moment is not told of
 * twice: its coming is noted only where its going was.
 */
export async function noteComing(context: Pick<Context, 'db' | 'clock'>, id: string, user: User, { kind, peer }: { kind: 'joined' | 'left'; peer: Peer }): Promise<void> {
  const at = context.clock()
  await transaction(context.db, async (client) => {
    const inspection = await findInspection(client, id, true)
    if (!inspection) return
    const last = (await entriesOf(client, id)).findLast((entry) => (entry.kind === 'joined' || entry.kind === 'left') && entry.client === peer.peer)
    if ((last?.kind ?? 'left') === kind) return
    await enter(client, inspection, user, { kind, key: makeId(kind), client: peer.peer, body: { role: peer.party } }, at)
  })
}
