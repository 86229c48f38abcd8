import { METRICS } from '../../domain/metrics.ts'
import type { EntryOf } from '../../domain/inspection/entry.ts'
import { beijingClock } from '../format/time.ts'
import { quantity } from '../screen/alertText.ts'

/** As the server answers it; what it alone knows is absent until it has. */
type Compared = Pick<EntryOf<'comparison'>['body'], 'metric' | 'probe'> & Partial<Pick<EntryOf<'comparison'>['body'], 'sensor' | 'sensorAt'>>
type Words = (key: string, values?: Record<string, unknown>) => string

/** "比对：现场 6.4 °C，传感器 5.1 °C（10:23:45），相差 1.3 °C"; an ellipsis stands for what the server has not told us yet. */
export function comparisonText({ metric, probe, sensor, sensorAt }: Compared, t: Words): string {
  const { unit } = METRICS[metric]
  const said = sensor === undefined ? '…' : (quantity(sensor, unit) ?? t('inspect.talk.nothing'))
  const when = sensorAt ? t('inspect.talk.sensorAt', { time: beijingClock(Date.parse(sensorAt)) }) : ''
  const words = t('inspect.talk.comparison', { probe: quantity(probe, unit), sensor: `${said}${when}` })
  if (typeof sensor !== 'number') return words
  return `${words}${t('inspect.unit.differs', { n: quantity(difference(probe, sensor), unit) })}`
}

/** Of the probe from the sensor, without the rounding that floating numbers bring. */
function difference(probe: number, sensor: number): number {
  return Math.round((probe - sensor) * 1_000) / 1_000
}
