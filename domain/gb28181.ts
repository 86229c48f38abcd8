/**
 * Device ids of GB/T 28181 video networks, coding rule A: 20 digits, of which 8 name the centre (region to
 * grass-roots, filled with zeros), 2 the industry, 3 the type, 1 the network and 6 the serial number.
 */
const LENGTH = 20

/** Types a kitchen's video network is made of. */
export const GB28181_TYPES = {
  '111': { zh: '数字硬盘录像机', en: 'DVR' },
  '118': { zh: '网络硬盘录像机', en: 'NVR' },
  '131': { zh: '摄像机', en: 'camera' },
  '132': { zh: '网络摄像机', en: 'network camera' },
  '134': { zh: '报警输入', en: 'alarm input' },
  '135': { zh: '报警输出', en: 'alarm output' },
  '136': { zh: '音频输入', en: 'audio input' },
  '137': { zh: '音频输出', en: 'audio output' },
  '200': { zh: '信令服务器', en: 'SIP server' },
  '215': { zh: '业务分组', en: 'business group' },
  '216': { zh: '虚拟组织', en: 'virtual organisation' },
} as const satisfies Record<string, { zh: string; en: string }>
export type Gb28181Type = keyof typeof GB28181_TYPES

export const GB28181_PROBLEMS = ['length', 'digits'] as const
export type Gb28181Problem = (typeof GB28181_PROBLEMS)[number]

export interface Gb28181Id {
  readonly centre: string
  readonly industry: string
  /** Null where the three digits are no type listed above: other types exist and are no error. */
  readonly type: Gb28181Type | null
  readonly network: string
  readonly serial: string
}

/** What is wrong with the text as a device id, or null. The code has no check digit. */
export function checkGb28181(text: string): Gb28181Problem | null {
  if (text.length !== LENGTH) return 'length'
  return /^\d+$/.test(text) ? null : 'digits'
}

/** The parts of an id that `checkGb28181` accepts. */
export function parseGb28181(id: string): Gb28181Id {
  const type = id.slice(10, 13)
  return {
    centre: id.slice(0, 8),
    industry: id.slice(8, 10),
    type: isListed(type) ? type : null,
    network: id.slice(13, 14),
    serial: id.slice(14),
  }
}

function isListed(type: string): type is Gb28181Type {
  return Object.hasOwn(GB28181_TYPES, type)
}

/** The six-digit region an id begins with; the two after it name the grass-roots office. */
export function gb28181Region(id: string): string {
  return id.slice(0, 6)
}

/** An id for made-up devices. The industry 09 is health and environment. Throws a RangeError on a wrong part. */
export function makeGb28181(region: string, type: Gb28181Type, serial: number): string {
  if (!/^\d{6}$/.test(region)) throw new RangeError(`a region has six digits: ${region}`)
  if (!Number.isInteger(serial) || serial < 0 || serial > 999_999) throw new RangeError(`a serial has at most six digits: ${serial}`)
  return `${region}0009${type}0${String(serial).padStart(6, '0')}`
}
