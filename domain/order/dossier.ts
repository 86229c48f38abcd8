import type { Alert } from '../alert.ts'
import type { Order } from '../order.ts'
import type { Role } from '../user.ts'

/** What a camera's alert of the order says. */
export interface Finding {
  readonly alertId: string
  readonly review: NonNullable<Alert['review']>
}

/** How a sensor's alert of the order stands. */
export interface SensorCase {
  readonly alertId: string
  /** Since when its readings have been back in range, epoch milliseconds; null while they are not. */
  readonly backSince: number | null
}

/** A photo of the proof. */
export interface ProofPhoto {
  readonly id: string
  /** Which item of the order it shows. */
  readonly item: string
  /** When it arrived, epoch milliseconds. */
  readonly at: number
  /** All its checks pass, or a named officer overrode those that don't. */
  readonly holds: boolean
}

/** A person whom an input names. */
export interface NamedPerson {
  readonly username: string
  readonly role: Role
  readonly mayIssue: boolean
}

/** All that is known of an order at the moment somebody acts on it. */
export interface Dossier {
  readonly order: Order
  readonly findings: readonly Finding[]
  readonly sensors: readonly SensorCase[]
  readonly photos: readonly ProofPhoto[]
  readonly people: readonly NamedPerson[]
}
