import type { AlertRecord } from '../../stores/postgres/alertRecords.ts'

/** An alert of a cold store's thermometer, as the recorder writes it. */
export function alertRecord(id: string, given: Partial<AlertRecord> = {}): AlertRecord {
  const at = given.opened_at ?? '2026-11-22T01:00:00.000Z'
  return {
    id, rule_id: 'cold', rule_version: 3, rule_name: '冷库温度', unit_id: 'U1', unit_name: '一食堂', district: '131102', lng: 115.7, lat: 37.7,
    device_id: 'D1', place: '冷库', metric: 'temperature', type: null, severity: 'major', current_severity: 'minor', judged: 'open', handled: null,
    state: 'open', review: null, breached_at: at, opened_at: at, last_seen_at: at, acknowledged_at: null, resolved_at: null, value: -9.5,
    limit_value: -15, basis: { kind: 'standard', status: 'verified' }, snapshot: null, affected: null, confirmed_type: null, occurrences: null, corroborated_by: null, assignee: null, dismissed_for: null,
    timeline: [{ at, event: 'opened', by: 'rule:cold' }], revision: 1, version: 1, recorded_at: at, ...given,
  }
}
