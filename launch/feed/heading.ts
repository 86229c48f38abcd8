import { METRIC_NAMES, METRICS, type MetricName } from '../../domain/metrics.ts'

/** What the columns of a table mean: one metric a row, or one metric a column. */
export type Layout =
  | { readonly kind: 'long'; readonly time: number; readonly device: number | null; readonly metric: number; readonly value: number }
  | { readonly kind: 'wide'; readonly time: number; readonly device: number | null; readonly metrics: readonly (readonly [column: number, metric: MetricName])[] }

const TIME = ['ts', 'time', 'timestamp', 'date', 'datetime', '时间', '采集时间', '上报时间']
const DEVICE = ['device', 'deviceid', 'sensor', '设备', '设备编号', '编号']
const METRIC = ['metric', '指标', '测项']
const VALUE = ['value', 'reading', '值', '数值', '读数']

const metricNames = new Map<string, MetricName>(
  METRIC_NAMES.flatMap((name) => [name, METRICS[name].zh].map((title) => [plain(title), name] as const)),
)

/** The metric that a column or cell names, in English or Chinese, with or without its unit in brackets. */
export function metricNamed(text: string): MetricName | null {
  return metricNames.get(plain(text)) ?? null
}

/** Understands a heading, or says in one sentence what is missing in it. */
export function readHeading(cells: readonly string[]): Layout | string {
  const names = cells.map(plain)
  const find = (wanted: readonly string[]) => names.findIndex((name) => wanted.includes(name))
  const [time, device, metric, value] = [find(TIME), find(DEVICE), find(METRIC), find(VALUE)]
  const shown = cells.map((cell) => cell.trim()).join(', ')
  if (time < 0) return `no column of the heading is a time (${TIME.slice(0, 5).join(', ')}): ${shown}`
  const common = { time, device: device < 0 ? null : device }
  if (metric >= 0 && value >= 0) return { kind: 'long', ...common, metric, value }
  const metrics = cells.flatMap((cell, column) => {
    const found = metricNamed(cell)
    return found === null ? [] : [[column, found] as const]
  })
  if (metrics.length === 0) return `no column of the heading is a metric (${METRIC_NAMES.join(', ')}): ${shown}`
  const twice = metrics.find(([column, name]) => metrics.some(([other, same]) => same === name && other < column))
  if (twice) return `two columns of the heading are ${twice[1]}`
  return { kind: 'wide', ...common, metrics }
}

/** Without unit, blanks and case: "Temperature (°C)" is "temperature". */
function plain(name: string): string {
  return name.toLowerCase().replace(/[（([].*?[)）\]]/g, '').replace(/°.*$/, '').replace(/[\s_-]/g, '')
}
