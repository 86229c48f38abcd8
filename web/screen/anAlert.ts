import type { Alert } from '../../domain/alert.ts'

/** Builds an alert for tests; what a test does not name is plausible. */
export function anAlert(fields: Partial<Alert> = {}): Alert {
  return {
    id: 'freezer-1~catering-freezer-warm~1',
    ruleId: 'catering-freezer-warm',
    ruleVersion: 1,
    ruleName: '冷冻柜高温',
    unitId: 'u-1',
    unitName: '滏阳饭店',
    district: '131102',
    point: [115.69, 37.73],
    deviceId: 'freezer-1',
    place: '冷冻柜 1 号',
    metric: 'temperature',
    type: null,
    severity: 'minor',
    currentSeverity: 'minor',
    state: 'open',
    review: null,
    breachedAt: '2026-11-22T00:30:00.000Z',
    openedAt: '2026-11-22T01:00:00.000Z',
    lastSeenAt: '2026-11-22T01:00:00.000Z',
    acknowledgedAt: null,
    resolvedAt: null,
    value: -7.2,
    limit: -12,
    unitOfMeasure: '°C',
    basis: { kind: 'legal', document: 'GB 31654', status: 'unverified' },
    evidence: null,
    orderIds: [],
    affected: null,
    timeline: [],
    version: 1,
    ...fields,
  }
}
