import type { OpeningHours } from './openingHours.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Day = (typeof DAYS)[number]
const ZH = ['一', '二', '三', '四', '五', '六', '日']
const TIME = /^(\d{1,2}):(\d\d)$/

/** Opening hours as people write them: "周一至周五 10:00-14:00,17:00-22:00；周六、周日 09:00-23:00", or "10:00-22:00". Null where they can't be read. */
export function parseOpeningHours(text: string): OpeningHours | null {
  const plain = text.trim().toLowerCase().replace(/[～~—–至到]+/g, '-').replace(/[、，]/g, ',').replace(/：/g, ':').replace(/；/g, ';').replace(/\s*([-,:])\s*/g, '$1')
  const hours: OpeningHours = []
  for (const part of plain.split(';').map((each) => each.trim()).filter((each) => each !== '')) {
    const begins = part.search(/\d/)
    if (begins < 0) return null
    const days = daysOf(part.slice(0, begins).trim())
    if (days === null) return null
    for (const span of part.slice(begins).split(',')) {
      const [from, to] = span.split('-').map(timeOf)
      if (!from || !to || span.split('-').length !== 2) return null
      hours.push({ ...(days.length === DAYS.length ? {} : { days }), from, to })
    }
  }
  return hours.length > 0 ? hours : null
}

/** Opening hours as a person reads and may write them again. */
export function formatOpeningHours(hours: OpeningHours): string {
  return hours.map(({ days, from, to }) => [...(days === undefined ? [] : [daysText(days)]), `${from}-${to}`].join(' ')).join('；')
}

function daysOf(text: string): Day[] | null {
  if (text === '' || text === '每天' || text === 'daily') return [...DAYS]
  const found = new Set<number>()
  for (const part of text.split(',')) {
    const [first, last = first] = part.split('-').map(dayOf)
    if (first === undefined || last === undefined || first < 0 || last < 0) return null
    for (let day = first; ; day = (day + 1) % DAYS.length) {
      found.add(day)
      if (day === last) break
    }
  }
  return DAYS.filter((_day, i) => found.has(i))
}

/** Index of a day by any of its names; -1 where it is none. */
function dayOf(text: string): number {
  const name = text.trim().replace(/^(周|星期|礼拜)/, '').replace('天', '日')
  const zh = ZH.indexOf(name)
  return zh >= 0 ? zh : DAYS.findIndex((day) => name.length >= 3 && name.startsWith(day))
}

function timeOf(text: string): string | null {
  const [, hour = '', minute = ''] = TIME.exec(text.trim()) ?? []
  const time = `${hour.padStart(2, '0')}:${minute}`
  return /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(time) ? time : null
}

/** Runs of three days or more as such. */
function daysText(days: readonly Day[]): string {
  const at = days.map((day) => DAYS.indexOf(day))
  const parts: string[] = []
  for (let i = 0; i < at.length;) {
    let j = i
    while (j + 1 < at.length && at[j + 1] === (at[j] ?? 0) + 1) j++
    const name = (k: number): string => `周${ZH[at[k] ?? 0] ?? ''}`
    if (j - i >= 2) parts.push(`${name(i)}至${name(j)}`)
    else for (let k = i; k <= j; k++) parts.push(name(k))
    i = j + 1
  }
  return parts.join('、')
}
