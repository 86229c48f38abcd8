import type { Alert } from '../alert.ts'
import { beijingMinute } from '../beijingTime.ts'
import { METRICS } from '../metrics.ts'
import type { Severity } from '../severity.ts'

const SEVERITY: Record<Severity, string> = { critical: '严重', major: '较重', minor: '一般', info: '提示' }

type Told = Pick<Alert, 'severity' | 'unitName' | 'deviceId' | 'ruleName' | 'place' | 'value' | 'limit' | 'metric' | 'openedAt' | 'review' | 'id'>

/** What a person is told of an alert, in Chinese; times are Beijing's. */
export function wordingOf(alert: Told, step: { readonly number: number | null; readonly note?: string | undefined }): { title: string; text: string } {
  const where = alert.unitName ?? alert.deviceId
  const unit = alert.metric === null ? '' : METRICS[alert.metric].unit
  const value = alert.value === null ? '' : `当前最值 ${alert.value}${unit}${alert.limit === null ? '' : `，限值 ${alert.limit}${unit}`}`
  const nth = step.number === null ? '仍无人处置，再次提醒' : step.number === 1 ? '' : `前一步无人处置，现为第 ${step.number} 步`
  const lines = [
    [alert.place, alert.ruleName].filter(Boolean).join(' · '), value, `发生于 ${beijingMinute(Date.parse(alert.openedAt))}（北京时间）`,
    alert.review === 'pending' ? '由摄像机识别，尚待人工复核' : '', nth, step.note ?? '',
  ]
  return { title: `【${SEVERITY[alert.severity]}预警】${where}`, text: lines.filter((line) => line !== '').join('\n') }
}
