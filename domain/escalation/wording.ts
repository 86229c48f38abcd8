import type { Alert } from '../alert.ts'
import { beijingMinute } from '../beijingTime.ts'
import { METRICS } from '../metrics.ts'
import type { Severity } from '../severity.ts'

const SEVERITY: Record<Severity, string> = { critical: '严重', major: '较重', minor: '一般', info: '提示' }

type Told = Pick<Alert, 'severity' | 'unitName' | 'deviceId' | 'ruleName' | 'place' | 'value' | 'limit' | 'metric' | 'openedAt' | 'review' | 'id'>

/** What was measured, at its worst; of what a camera saw, how sure it was, which has no limit that anybody set. */
function figureOf({ metric, value, limit, review }: Told): string {
  if (value === null || (metric === null && review === null)) return ''
  if (metric === null) return `摄像机识别的把握 ${Math.round(value * 100)}%`
  const { unit } = METRICS[metric]
  if (limit === null) return `测得 ${value}${unit}`
  return `${value < limit ? '最低' : '最高'} ${value}${unit}，限值 ${limit}${unit}`
}

/** What a person is told of an alert, in Chinese; times are Beijing's. */
export function wordingOf(alert: Told, step: { readonly number: number | null; readonly note?: string | undefined }): { title: string; text: string } {
  const where = alert.unitName ?? alert.deviceId
  const value = figureOf(alert)
  const nth = step.number === null ? '仍无人处置，再次提醒' : step.number === 1 ? '' : `前一步无人处置，现为第 ${step.number} 步`
  const lines = [
    [alert.place, alert.ruleName].filter(Boolean).join(' · '), value, `发生于 ${beijingMinute(Date.parse(alert.openedAt))}（北京时间）`,
    alert.review === 'pending' ? '由摄像机识别，尚待人工复核' : '', nth, step.note ?? '',
  ]
  return { title: `【${SEVERITY[alert.severity]}预警】${where}`, text: lines.filter((line) => line !== '').join('\n') }
}
