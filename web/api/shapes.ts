import type { Alert } from '../../domain/alert.ts'
import type { Order } from '../../domain/order.ts'
import type { OrderAction } from '../../domain/order/transitions.ts'
import type { TrendPoint } from '../../domain/stats.ts'
import type { Role } from '../../domain/user.ts'

/** A list as REST answers it. `asOf` is the live cursor the list is true at. */
interface Listed<T> {
  items: T[]
  next: string | null
  asOf: string
}

export type AlertList = Listed<Alert>

/** An order with what the person who asks can do now. */
export type OrderView = Order & { actions: OrderAction[] }
export type OrderList = Listed<OrderView>

export interface Trend {
  points: TrendPoint[]
}

/** The trend is answered as a list, with or without an object around it. */
export const trendOf = (answer: Trend | TrendPoint[]): Trend => (Array.isArray(answer) ? { points: answer } : answer)

/** A stretch of history; `t` is ISO 8601 or epoch milliseconds. */
export interface Bucket {
  t: string | number
  min: number
  max: number
  last: number
  count: number
}

export interface History {
  buckets: Bucket[]
}

/** Of a camera's detection only what the wall needs: the box is shares of the picture. */
export type DetectionList = Listed<{ id: string; startedAt: string; lastSeenAt: string; snapshot: string | null; box: number[] | null }>

export interface DistrictFeature {
  type: 'Feature'
  properties: { adcode: string; name: string; nameEn: string; statistical?: boolean }
  geometry: { type: 'Polygon'; coordinates: [number, number][][] } | { type: 'MultiPolygon'; coordinates: [number, number][][][] }
}

export interface DistrictMap {
  geojson: { type: 'FeatureCollection'; features: DistrictFeature[] }
  /** 审图号; null while the map is only a schematic. */
  approvalNumber: string | null
  region: string
}

export interface Wording {
  zh: string
  en: string
}

export interface Vocabulary {
  violations: Record<string, Wording & { byDetection?: boolean }>
  profiles: Record<string, Wording & { metrics?: string[] }>
  region?: { districts: (Wording & { code: string })[] }
}

export interface DemoLogin {
  username: string
  password: string
  role: Role
  name: string
}

export interface SessionOptions {
  demo: boolean
  logins: DemoLogin[]
}
