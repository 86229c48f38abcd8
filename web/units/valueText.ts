import { METRICS, type MetricName } from '../../domain/metrics.ts'
import { quantity } from '../screen/alertText.ts'
import { isSwitch } from '../screen/finding.ts'

/** "−18.4 °C"; of a door or a power supply the word for how it stands. */
export function valueText(metric: MetricName, value: number, t: (key: string) => string): string {
  return isSwitch(metric) ? t(`switched.${value >= 0.5 ? 'on' : 'off'}.${metric}`) : (quantity(value, METRICS[metric].unit) ?? '')
}
