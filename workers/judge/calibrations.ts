import type { RegisterChange } from '../../domain/feed.ts'
import type { DeviceState } from '../../domain/judgement/judge.ts'
import { partitionOf } from '../../stores/redis/keys.ts'
import type { JudgingRegister } from '../register/judgingRegister.ts'

/** Where one looks: the devices of one partition. */
interface Here {
  readonly partition: number
  readonly partitions: number
  readonly register: JudgingRegister
}

/**
 * The devices of a partition whose calibration may have something new to say after a change of the register, or, without
 * one, when the partition is taken over. A device that never spoke may be due like any other.
 */
export async function calibrationsTouched(change: RegisterChange | null, { partition, partitions, register }: Here, states: ReadonlyMap<string, DeviceState>): Promise<string[]> {
  if (change !== null && change.what !== 'devices') return []
  const ids = change !== null && change.ids.length > 0 ? change.ids : [...await register.calibrated(), ...states.keys()]
  const own = ids.filter((id) => partitionOf(id, partitions) === partition)
  await register.ensure(own)
  return own.filter((id) => register.get(id)?.calibration || states.get(id)?.calibration)
}
