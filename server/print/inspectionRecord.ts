import type { Content } from 'pdfmake/interfaces.js'
import type { InspectionDossier, Strokes } from '../../domain/inspection.ts'
import { isKind, type Entry, type EntryOf } from '../../domain/inspection/entry.ts'
import { METRICS, type MetricName } from '../../domain/metrics.ts'
import { recordingsOf } from '../../domain/inspection/recording.ts'
import { findingsOf, inOrder, resultsOf } from '../../domain/inspection/merge.ts'
import { momentText, stampText } from './beijing.ts'
import { fieldTable, formHead, listTable, type PrintedForm } from './form.ts'

/** A JPEG small enough to print, its size in pixels. */
export interface Preview {
  readonly jpeg: Buffer
  readonly width: number
  readonly height: number
}

/** All that the record shows; previews by the still's id. */
export interface RecordCase {
  readonly office: string
  readonly inspection: InspectionDossier
  readonly entries: readonly Entry[]
  readonly previews: ReadonlyMap<string, Preview>
}

const RECORD = '现场检查笔录'
const RESULT = { pass: '符合', fail: '不符合', 'not-applicable': '不适用' } as const
const MODE = { video: '视频', stills: '静态画面', text: '仅文字' } as const
const CHECK: Readonly<Record<string, string>> = {
  'in-time': '时间相符', 'reported-late': '断网补传，时间以手机为准', 'at-the-unit': '在单位登记地点', 'too-far': '距登记地点过远', 'too-vague': '定位误差过大',
}
const moment = (iso: string): string => momentText(Date.parse(iso))
const stamp = (iso: string): string => stampText(Date.parse(iso))

/** The record of an inspection directed from afar: who, when, where, checklist, findings, stills, what was said, signatures. */
export function inspectionRecord({ office, inspection, entries, previews }: RecordCase, printedAt: number): PrintedForm {
  const counted = inOrder(entries.filter((entry) => !entry.late))
  const content: Content[] = [
    ...formHead(office, RECORD, inspection.id),
    particulars(inspection),
    { text: '一、检查要点与结果', style: 'heading' }, checklist(inspection, counted),
    { text: '二、发现的问题', style: 'heading' }, ...findings(inspection, counted),
    ...stills({ text: '三、现场照片', style: 'heading' }, counted, previews),
    { text: '四、录像', style: 'heading' }, ...recordings(counted),
    { text: '五、过程记录', style: 'heading' }, course(inspection, counted),
    { text: '六、签字', style: 'heading' }, ...signatures(inspection),
  ]
  return { title: `${RECORD} ${inspection.unitName}`, footer: `${office}　${RECORD}　${inspection.id}`, printedAt, content }
}

function particulars(inspection: InspectionDossier): Content {
  const { checkIn, watchers, steps } = inspection
  const [began, ended] = [steps.find((step) => step.event === 'begun'), steps.findLast((step) => step.event === 'finished')]
  const checks = checkIn?.checks.map((check) => `${CHECK[check.reason] ?? check.reason}${check.status === 'overridden' ? `（由 ${check.override?.by ?? ''} 认可：${check.override?.reason ?? ''}）` : ''}`).join('；')
  return fieldTable([
    ['被检查单位', inspection.unitName],
    ['检查事由', `${inspection.reason}${inspection.unannounced ? '（飞行检查）' : ''}`],
    ['检查时间', `${moment(inspection.openedAt)} 发起${began ? `，${moment(began.at)} 开始` : ''}${ended ? `，${moment(ended.at)} 结束` : ''}`],
    ['检查员', inspection.inspectors.map((one) => one.name).join('、')],
    ['指挥、观看人员', [`${inspection.commander.name}（指挥）`, ...watchers.map((one) => one.name)].join('、')],
    ['到场签到', checkIn ? `${moment(checkIn.at)}　${checkIn.point.map((part) => part.toFixed(5)).join('，')}　${checks ?? ''}` : '无'],
    ['检查表', inspection.checklist.zh],
  ])
}

function checklist({ checklist: list }: InspectionDossier, entries: readonly Entry[]): Content {
  const results = resultsOf(entries)
  const rows = list.items.map((item) => {
    const entry = results.get(item.id)
    const { result, reading, note } = entry?.body ?? {}
    return [item.section, item.zh, result ? RESULT[result] : '未检查', [reading ? `实测 ${amountText(reading.metric, reading.value)}` : '', note ?? ''].filter(Boolean).join('；'), entry ? stamp(entry.at) : '']
  })
  return listTable(['类别', '要点', '结果', '实测与说明', '时间'], rows, [42, '*', 44, 100, 80])
}

function findings({ checklist: list }: InspectionDossier, entries: readonly Entry[]): Content[] {
  const found = findingsOf(list, entries)
  if (found.length === 0) return [{ text: '未发现问题。' }]
  return [listTable(['问题', '说明', '违反的标准', '整改单'], found.map((finding) => [finding.title, finding.note ?? '', finding.standard ?? '', finding.orderId ?? '未转']), ['*', 110, 110, 90])]
}

/** Each as it was taken and, beside it, as the centre drew on it; with its hash, time and place. The heading stays with the first. */
function stills(heading: Content, entries: readonly Entry[], previews: ReadonlyMap<string, Preview>): Content[] {
  const told = entries.filter(isKind('still'))
  if (told.length === 0) return [heading, { text: '没有照片。' }]
  return told.map((entry, i) => {
    const { still, sha256, point } = entry.body
    const preview = previews.get(still)
    const drawings = entries.filter(isKind('drawing')).filter((one) => one.body.still === still)
    const marks = drawings.map(({ at, name, body }) => `\n${stamp(at)} ${name} 标注${body.note ? `：${body.note}` : ''}`).join('')
    const words = `${moment(entry.at)}　${point ? point.map((part) => part.toFixed(5)).join('，') : '无定位'}${drawings.length > 0 ? `　指挥中心标注 ${drawings.length} 次` : ''}\nSHA-256 ${sha256}${marks}`
    return {
      stack: [...(i === 0 ? [heading] : []), preview ? pictures(preview, drawings) : { text: '（照片尚未传完）' }, { text: words, style: 'small', margin: [0, 4, 0, 0] as [number, number, number, number] }],
      margin: [0, 2, 0, 10] as [number, number, number, number], unbreakable: true,
    }
  })
}

/** Two beside each other fill the width of the page, in points. */
const FIELD = [228, 200] as const
const INKS = { red: '#ff3b30', yellow: '#ffd60a', blue: '#5aa9ff' } as const

function pictures({ jpeg, width, height }: Preview, drawings: readonly EntryOf<'drawing'>[]): Content {
  const image = `data:image/jpeg;base64,${jpeg.toString('base64')}`
  const plain = { image, fit: [...FIELD] as [number, number] }
  if (drawings.length === 0) return plain
  const lines = drawings.flatMap((one) => one.body.lines).map(({ colour, points }) => polyline(points, [width, height], INKS[colour], width / 120))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><image x="0" y="0" width="${width}" height="${height}" xlink:href="${image}"/>${lines.join('')}</svg>`
  return { columns: [plain, { svg, fit: [...FIELD] as [number, number] }], columnGap: 8 }
}

/** Points are shares of width and height, from 0 to 1, checked at the door. */
function polyline(points: readonly (readonly [number, number])[], [width, height]: readonly [number, number], ink: string, thick: number): string {
  const places = points.map(([x, y]) => `${(x * width).toFixed(1)},${(y * height).toFixed(1)}`).join(' ')
  return `<polyline fill="none" stroke="${ink}" stroke-width="${thick.toFixed(1)}" stroke-linecap="round" stroke-linejoin="round" points="${places}"/>`
}

/** Each with its span, size and hash; the bytes themselves are for members of the session. */
function recordings(entries: readonly Entry[]): Content[] {
  const kept = recordingsOf(entries)
  if (kept.length === 0) return [{ text: '没有录像。' }]
  return kept.map(({ id, from, to, size, sha256 }) => ({ text: `${id}　${moment(from)} 至 ${moment(to)}　${(size / 1_048_576).toFixed(1)} MB\nSHA-256 ${sha256}`, style: 'small', margin: [0, 2, 0, 6] as [number, number, number, number] }))
}

function course({ steps, checklist: list, commander, inspectors, watchers }: InspectionDossier, entries: readonly Entry[]): Content {
  const names = new Map(list.items.map((item) => [item.id, item.zh]))
  const said = entries.flatMap((entry) => {
    const text = lineOf(entry, names)
    return text === null ? [] : [{ at: entry.at, row: [stamp(entry.at), entry.name, text] }]
  })
  const people = new Map([...entries.map((entry): [string, string] => [entry.by, entry.name]), ...[commander, ...inspectors, ...watchers].map((one): [string, string] => [`user:${one.username}`, one.name])])
  const taken = steps.map((step) => ({ at: step.at, row: [stamp(step.at), people.get(step.by) ?? step.by.replace(/^user:/, ''), STEP[step.event] ?? step.event] }))
  return listTable(['时间', '人员', '内容'], [...taken, ...said].toSorted((a, b) => (a.at < b.at ? -1 : 1)).map(({ row }) => row), [80, 80, '*'])
}

const STEP: Readonly<Record<string, string>> = {
  opened: '发起检查', accepted: '接受检查', 'checked-in': '到场签到', begun: '开始检查', finished: '结束检查', resumed: '继续检查', signed: '签字', cancelled: '取消检查', invited: '邀请观看', assigned: '增派检查员', overridden: '认可签到',
}

/** What was said, shown and asked; results and stills stand elsewhere. */
function lineOf(entry: Entry, names: ReadonlyMap<string, string>): string | null {
  switch (entry.kind) {
    case 'message': return entry.body.text
    case 'pointer': return `指点：${entry.body.text}`
    case 'push': return `推送要点：${names.get(entry.body.item) ?? entry.body.item}`
    case 'comparison': return comparison(entry)
    case 'mode': return `线路：${MODE[entry.body.mode]}`
    case 'joined': return '进入现场连线'
    case 'left': return '离开现场连线'
    case 'order': return `问题转为整改单 ${entry.body.orderId}`
    case 'ask': return entry.body.what === 'still' ? '要求拍摄高清照片' : null
    case 'record': return entry.body.what === 'ask' ? '请求录像' : '停止录像'
    case 'consent': return entry.body.given ? '同意录像' : '不同意录像'
    case 'recording': return `开始录像 ${entry.body.recording}`
    case 'result': case 'finding': case 'still': case 'still-kept': case 'recording-kept': case 'drawing': return null
  }
}

function comparison({ body: { deviceId, metric, probe, sensor, sensorAt } }: EntryOf<'comparison'>): string {
  const amount = (value: number): string => amountText(metric, value)
  const said = sensor === null ? '无读数' : `${amount(sensor)}${sensorAt ? `（${stamp(sensorAt)}）` : ''}，相差 ${amount(Math.round((probe - sensor) * 1_000) / 1_000)}`
  return `比对 ${deviceId} ${METRICS[metric].zh}：现场探头 ${amount(probe)}，传感器 ${said}`
}

function amountText(metric: MetricName, value: number): string {
  return `${value} ${METRICS[metric].unit}`.trim().replace('-', '−')
}

function signatures({ signatures: signed }: InspectionDossier): Content[] {
  if (!signed) return [{ text: '尚未签字。' }]
  const { inspector, unit } = signed
  const theirs: Content[] = 'refused' in unit ? [{ text: `被检查单位拒绝签字：${unit.refused}` }] : [{ text: `被检查单位人员：${unit.name}${unit.position ? `（${unit.position}）` : ''}` }, { svg: signature(unit.strokes) }]
  return [
    { columns: [{ stack: [{ text: `检查员：${inspector.name}` }, { svg: signature(inspector.strokes) }] }, { stack: theirs }], unbreakable: true },
    { text: `签字时间 ${moment(signed.at)}\n笔录内容摘要（SHA-256）${signed.sha256}`, style: 'small', margin: [0, 6, 0, 0] },
  ]
}

const [WIDE, HIGH] = [200, 80]

/** As it was written on the phone. */
function signature(strokes: Strokes): string {
  const lines = strokes.map((stroke) => polyline(stroke, [WIDE, HIGH], '#111', 1.6))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDE}" height="${HIGH}" viewBox="0 0 ${WIDE} ${HIGH}">${lines.join('')}</svg>`
}
