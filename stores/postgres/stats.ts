import type { OrderState } from '../../domain/order.ts'
import type { Severity } from '../../domain/severity.ts'
import type { UnitKind } from '../../domain/unit.ts'
import type { Jurisdiction } from '../../domain/user.ts'
import { jurisdictionSql } from './jurisdiction.ts'
import type { Queryable } from './pool.ts'

export interface RegisterCount { district: string; kind: UnitKind; units: number; devices: number }
export interface OpenCount { district: string | null; kind: UnitKind | null; severity: Severity; count: number }
export interface DayCount { district: string | null; openedToday: number; openedYesterdayByNow: number; resolvedToday: number }
export interface OrderCount { district: string | null; state: OrderState; count: number }

/** Gateways only carry what devices say, and are not counted among them. Only of `unit`, where one is named. */
export async function countRegister(db: Queryable, unit: string | null): Promise<RegisterCount[]> {
  const { rows } = await db.query<RegisterCount>(
    `SELECT u.district, u.kind, count(*)::int AS units, coalesce(sum(d.n), 0)::int AS devices
     FROM unit u LEFT JOIN (SELECT unit, count(*) AS n FROM device
       WHERE profile <> 'gateway' AND ($1::text IS NULL OR unit = $1) GROUP BY unit) d ON d.unit = u.id
     WHERE $1::text IS NULL OR u.id = $1 GROUP BY u.district, u.kind`,
    [unit],
  )
  return rows
}

/** Alerts open or acknowledged. */
export async function countOpenAlerts(db: Queryable, unit: string | null): Promise<OpenCount[]> {
  const { rows } = await db.query<OpenCount>(
    `SELECT a.district, u.kind, a.severity, count(*)::int AS count FROM alert a LEFT JOIN unit u ON u.id = a.unit_id
     WHERE a.state IN ('open', 'acknowledged') AND ($1::text IS NULL OR a.unit_id = $1)
     GROUP BY a.district, u.kind, a.severity`,
    [unit],
  )
  return rows
}

/** What was opened and resolved since `today`, and on the day before up to the same time. Withdrawn ones never were. */
export async function countDay(db: Queryable, unit: string | null, today: number, now: number): Promise<DayCount[]> {
  const { rows } = await db.query<DayCount>(
    `SELECT district, sum(today)::int AS "openedToday", sum(yesterday)::int AS "openedYesterdayByNow", sum(resolved)::int AS "resolvedToday"
     FROM (
       SELECT district, count(*) FILTER (WHERE opened_at >= $2) AS today,
         count(*) FILTER (WHERE opened_at < $4) AS yesterday, 0 AS resolved
       FROM alert WHERE opened_at >= $3 AND opened_at <= $5 AND state <> 'withdrawn' AND ($1::text IS NULL OR unit_id = $1) GROUP BY district
       UNION ALL
       SELECT district, 0, 0, count(*) FROM alert
       WHERE resolved_at >= $2 AND state = 'resolved' AND ($1::text IS NULL OR unit_id = $1) GROUP BY district
     ) AS counts GROUP BY district`,
    [unit, new Date(today), new Date(today - DAY_MS), new Date(now - DAY_MS), new Date(now)],
  )
  return rows
}

export async function countOrders(db: Queryable, unit: string | null): Promise<OrderCount[]> {
  const { rows } = await db.query<OrderCount>(
    `SELECT district, state, count(*)::int AS count FROM rectification_order
     WHERE $1::text IS NULL OR unit_id = $1 GROUP BY district, state`,
    [unit],
  )
  return rows
}

/** Devices of one unit that have been heard of and are not silent now: a silence is an alert after three intervals. */
export async function countOnline(db: Queryable, unit: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM device d
     WHERE d.unit = $1 AND d.profile <> 'gateway'
       AND (d.profile = 'camera' OR EXISTS (SELECT 1 FROM series s WHERE s.device_id = d.id))
       AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.device_id = d.id AND a.type = 'silence' AND a.judged = 'open')`,
    [unit],
  )
  return rows[0]?.count ?? 0
}

export interface HourCount { hour: Date; severity: Severity; count: number }

/** Alerts opened in each hour since `from`. */
export async function countOpenedByHour(db: Queryable, jurisdiction: Jurisdiction, from: number): Promise<HourCount[]> {
  const params: unknown[] = [new Date(from)]
  const within = jurisdictionSql(jurisdiction, { unit: 'unit_id', district: 'district' }, params)
  const { rows } = await db.query<HourCount>(
    `SELECT date_trunc('hour', opened_at, 'UTC') AS hour, severity, count(*)::int AS count FROM alert
     WHERE opened_at >= $1 AND state <> 'withdrawn' AND ${within} GROUP BY 1, 2`,
    params,
  )
  return rows
}

/** Alerts resolved in each hour since `from`. */
export async function countResolvedByHour(db: Queryable, jurisdiction: Jurisdiction, from: number): Promise<{ hour: Date; count: number }[]> {
  const params: unknown[] = [new Date(from)]
  const within = jurisdictionSql(jurisdiction, { unit: 'unit_id', district: 'district' }, params)
  const { rows } = await db.query<{ hour: Date; count: number }>(
    `SELECT date_trunc('hour', resolved_at, 'UTC') AS hour, count(*)::int AS count FROM alert
     WHERE resolved_at >= $1 AND state = 'resolved' AND ${within} GROUP BY 1`,
    params,
  )
  return rows
}

const DAY_MS = 86_400_000
