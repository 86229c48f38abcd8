import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import chineseDays from 'chinese-days'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appliesIn, severityIn } from '../domain/detectionCriteria.ts'
import { compileDetectionRule, type DetectionRule } from '../domain/detectionRule.ts'
import { findSpelling } from '../domain/metricNames.ts'
import { isFaultValue } from '../domain/profile.ts'
import { isWorkingDay } from '../domain/workingDays.ts'
import { ConfigurationError } from './document.ts'
import { loadConfiguration } from './load.ts'

const PROFILES = [
  'catering-freezer', 'catering-chiller', 'cold-store-frozen', 'cold-store-chilled', 'chilled-meat', 'hot-holding', 'special-room',
  'sample-fridge', 'dry-store', 'kitchen-gas', 'ammonia', 'door', 'camera', 'gateway',
]

describe('the shipped configuration', () => {
  const shipped = loadConfiguration()
  /** What is asked of a violation. */
  const asked = (type: string): DetectionRule => {
    const found = shipped.rules.filter((rule) => 'type' in rule).find((rule) => rule.type === type)
    if (!found) throw new Error(`no rule is about ${type}`)
    return compileDetectionRule(found, 1)
  }

  test('has the profiles of the contract with their intervals', () => {
    expect([...shipped.profiles.keys()]).toEqual(expect.arrayContaining(PROFILES))
    const interval = (id: string) => shipped.profiles.get(id)?.interval
    expect(interval('catering-freezer')).toBe(60)
    expect(interval('hot-holding')).toBe(30)
    expect(interval('kitchen-gas')).toBe(5)
    expect(interval('door')).toBeNull()
    expect(interval('camera')).toBe(60)
  })

  test('takes 85.0 for a broken sensor in a freezer and for hot food in hot holding', () => {
    const freezer = shipped.profiles.get('catering-freezer')
    const holding = shipped.profiles.get('hot-holding')
    expect(freezer && isFaultValue(freezer, 'temperature', 85)).toBe(true)
    expect(holding && isFaultValue(holding, 'temperature', 85)).toBe(false)
    expect(holding && isFaultValue(holding, 'temperature', -127)).toBe(true)
  })

  test('has the 34 violations, of which three can not come from a camera', () => {
    expect([...shipped.violations.values()].map((violation) => violation.number)).toEqual(Array.from({ length: 34 }, (_, i) => i + 1))
    const others = [...shipped.violations.values()].filter((violation) => !violation.byDetection)
    expect(others.map((violation) => violation.key)).toEqual(['no_sample_kept', 'camera_offline', 'cert_expiring'])
    expect(asked('no_chef_hat')).toMatchObject({ severity: 'minor', minConfidence: 0.6, minShare: 0.7, persistMs: 10_000, cooldownMs: 600_000 })
    expect(asked('smoking')).toMatchObject({ severity: 'critical', minConfidence: 0.7, persistMs: 3_000, cooldownMs: 300_000 })
    expect(asked('bare_hand_rte').hits).toEqual({ count: 3, withinMs: 30_000 })
    expect(asked('rodent').hits).toEqual({ count: 3, withinMs: 60_000 })
  })

  test('holds a missing mask worse in the special room, and missing gloves an offence only there', () => {
    expect([severityIn(asked('no_mask'), '专间'), severityIn(asked('no_mask'), '后厨')]).toEqual(['major', 'minor'])
    expect(appliesIn(asked('no_gloves_rte'), '后厨')).toBe(false)
  })

  test('knows the State Council\'s days off and gives every severity its term', () => {
    const { offices, terms } = shipped.orders
    expect(offices.map((office) => office.prefix)).toEqual(['衡市监责改'])
    expect(terms.fix).toEqual({ critical: { ms: 86_400_000 }, major: { workingDays: 3 }, minor: { ms: 604_800_000 }, info: { ms: 1_296_000_000 } })
    expect(terms.backInRangeMs).toBe(300_000)
    // As the package that follows the announcements has them, day by day.
    for (const year of [2025, 2026]) {
      for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += 86_400_000) {
        const text = new Date(day).toISOString().slice(0, 10)
        expect(`${text} ${isWorkingDay(terms.calendar, day)}`).toBe(`${text} ${chineseDays.isWorkday(text)}`)
      }
    }
  })

  test('knows what gateways call our metrics, whatever their spelling or channel', () => {
    const found = (name: string) => findSpelling(shipped.metricNames, [name])
    expect(found('TempC_SHT')).toMatchObject({ metric: 'temperature', unit: '°C' })
    expect(found('Temperature 2')).toMatchObject({ metric: 'temperature' })
    expect(found('co2_1')).toMatchObject({ metric: 'co2' })
    expect(found('contact')).toMatchObject({ metric: 'door', unit: 'closed' })
    expect([found('BatV'), found('device_temperature'), found('power')]).toEqual(['ignored', 'ignored', 'ignored'])
    expect([found('weight'), found('__proto__'), found('h2')]).toEqual([null, null, null])
  })

  test('takes what a DHT gives below zero, and a Modbus register without a value, for a broken sensor', () => {
    for (const profile of ['catering-freezer', 'cold-store-chilled', 'hot-holding', 'dry-store']) {
      const of = shipped.profiles.get(profile)
      for (const value of [-3276.3, 327.67, 32_767, -32_768]) expect(of && isFaultValue(of, 'temperature', value)).toBe(true)
    }
  })

  test('has the eleven districts of Hengshui and two statistical zones, within the city', () => {
    const { code, districts } = shipped.region
    expect(code).toBe('131100')
    expect(districts.map((district) => district.code).sort()).toEqual([
      '131102', '131103', '131121', '131122', '131123', '131124', '131125', '131126', '131127', '131128', '131171', '131172', '131182',
    ])
    expect(districts.filter((district) => district.statistical).map((district) => district.code)).toEqual(['131171', '131172'])
    for (const { centre: [lng, lat] } of districts) {
      expect(lng).toBeGreaterThan(115)
      expect(lng).toBeLessThan(116.6)
      expect(lat).toBeGreaterThan(37)
      expect(lat).toBeLessThan(38.5)
    }
  })

  test('has a demonstration account of every role but the administrator', () => {
    expect(shipped.demoUsers.map((user) => user.role).sort()).toEqual(['centre', 'duty', 'enterprise', 'inspector'])
  })
})

describe('a broken configuration', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mingjian-config-'))
    mkdirSync(join(folder, 'rules'))
    for (const name of ['profiles.yaml', 'violations.yaml', 'metric-names.yaml', 'labels.yaml', 'region.yaml', 'demo-users.yaml', 'orders.yaml', 'duty.yaml', 'channels.yaml', 'roster.yaml', 'escalation.yaml', 'holidays.yaml', 'rules', 'checklists']) cpSync(join(import.meta.dirname, name), join(folder, name), { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function change(file: string, from: string, to: string) {
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    writeFileSync(path, text.replace(from, to))
  }

  function problems(): readonly string[] {
    try {
      loadConfiguration(folder)
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems
      throw error
    }
    return []
  }

  test('is none while nothing is changed', () => expect(problems()).toEqual([]))

  test('names the file and field of a wrong value', () => {
    change('profiles.yaml', 'interval: 60', 'interval: soon')
    expect(problems()).toEqual([expect.stringMatching(/^profiles\.yaml: profiles\[0\]\.interval: .*number/)])
  })

  test('names the level of a rule whose duration is none', () => {
    change('rules/catering.yaml', 'for: 60m', 'for: an hour')
    expect(problems()).toEqual(['rules/catering.yaml: [0].levels[1].for: not a duration: write 30s, 45m, 2h or 1d'])
  })

  test('names the rule about a violation that is none, or that no camera tells', () => {
    change('rules/detections.yaml', 'type: smoking', 'type: smokin')
    change('rules/detections.yaml', 'type: jewellery', 'type: cert_expiring')
    change('rules/detections.yaml', 'minShare: 0.70', 'minshare: 0.70')
    expect(problems()).toEqual([expect.stringMatching(/^rules\/detections\.yaml: \[0\].*"minshare"/)])
    change('rules/detections.yaml', 'minshare: 0.70', 'minShare: 0.70')
    expect(problems()).toEqual([
      'rules/detections.yaml: [6].type: there is no violation smokin in the catalogue',
      'rules/detections.yaml: [9].type: no camera can tell cert_expiring: it follows from other records',
    ])
  })

  test('tells all that is wrong, over all files, at once', () => {
    change('violations.yaml', 'zh: 未戴口罩', 'zh: 7')
    change('region.yaml', 'code: "131100"', 'code: 131100')
    change('demo-users.yaml', 'role: duty', 'role: admin')
    expect(problems()).toEqual([
      expect.stringMatching(/^violations\.yaml: violations\[1\]\.zh: /),
      'region.yaml: code: a code is text of six digits: put it in quotes',
      expect.stringMatching(/^demo-users\.yaml: \[1\]\.role: /),
    ])
  })

  test('refuses a metric name that stands for two, or a unit that is none', () => {
    change('metric-names.yaml', 'names: [gas_lel, ', 'names: [gas_lel, Temp C, ')
    expect(problems()).toEqual([expect.stringMatching(/^metric-names\.yaml: metrics\[5\]\.names\[1\]: Temp C is there already$/)])
    change('metric-names.yaml', 'unit: °F', 'unit: Fahrenheit')
    expect(problems()[0]).toMatch(/^metric-names\.yaml: metrics\[1\]\.unit: no unit of temperature: write °C, °F, K/)
  })

  test('names a section of a checklist that has no English name', () => {
    change('checklists/catering.yaml', 'sections: { 配送: Delivery }', 'sections: {}')
    expect(problems()).toEqual(['checklists/catering.yaml: sections: 配送 has no English name'])
  })

  test('names the line of what is no YAML', () => {
    change('region.yaml', 'zh: 衡水市', 'zh: [衡水市')
    expect(problems()[0]).toMatch(/^region\.yaml: .*line \d+/)
  })

  test('names a misspelt field', () => {
    change('rules/doors.yaml', 'severity: minor\n', 'severty: minor\n')
    expect(problems().join('\n')).toMatch(/rules\/doors\.yaml: \[3\].*severty/s)
  })

  test('refuses a rule for a profile or a district that does not exist', () => {
    change('rules/gas.yaml', '[ammonia]', '[amonia]')
    change('demo-users.yaml', '["131102"]', '["131199"]')
    expect(problems()).toEqual([
      'rules/gas.yaml: [2].scope.profiles[0]: no such one: amonia',
      'demo-users.yaml: [2].jurisdiction.districts[0]: no such district: 131199',
    ])
  })

  test('refuses the same rule id in two files', () => {
    change('rules/gas.yaml', 'id: ammonia-high', 'id: catering-freezer-high')
    expect(problems()).toEqual(['rules/gas.yaml: [2].id: catering-freezer-high is there already, in rules/catering.yaml: [0]'])
  })

  test('refuses a clause that nobody has verified', () => {
    change('rules/gas.yaml', 'document: GB 50072-2021 冷库设计标准,', 'document: GB 50072-2021 冷库设计标准, clause: "7.4.1",')
    expect(problems()).toEqual(['rules/gas.yaml: [2].basis.clause: a clause is given only where the status is verified'])
  })

  test('refuses a day off on a Sunday, a term that is none and a second office for all', () => {
    change('holidays.yaml', '"10-01", "10-02", "10-03"', '"10-04", "10-01", "10-02", "10-03"')
    expect(problems()).toEqual([expect.stringMatching(/^holidays\.yaml: 2025: 2025-10-04/)])
    change('orders.yaml', 'major: 3wd', 'major: soon')
    change('orders.yaml', 'offices:', 'offices:\n  - { id: other, name: 另局, prefix: 另局责改, districts: [] }')
    expect(problems()).toEqual([expect.stringMatching(/^orders\.yaml: offices: exactly one/), expect.stringMatching(/^orders\.yaml: fix\.major: not a term/)])
  })

  test('refuses a label that leads nowhere, to what no camera sees, or away from what it says', () => {
    change('labels.yaml', '  cigarette: smoking', '  cigarette: smokin')
    change('labels.yaml', '  SmokingDetect: smoking', '  SmokingDetect: cert_expiring')
    change('labels.yaml', '  FastMoving: null', '  no_mask: null')
    change('labels.yaml', '  VMD: null', '  vmd: null\n  VMD: null')
    expect(problems()).toEqual([
      'labels.yaml: native.no_mask: is a key of the catalogue and means itself',
      'labels.yaml: frigate.cigarette: no such violation: smokin',
      'labels.yaml: hikvision.VMD: is there already, in other case',
      'labels.yaml: dahua.SmokingDetect: cert_expiring is nothing that a camera can see',
    ])
  })

  test('names a format that nobody speaks', () => {
    change('labels.yaml', 'axis:', 'axes:')
    expect(problems().join('\n')).toMatch(/labels\.yaml: .*axes/s)
  })

  test('names a file that is missing', () => {
    rmSync(join(folder, 'violations.yaml'))
    rmSync(join(folder, 'rules'), { recursive: true })
    expect(problems()).toEqual(["violations.yaml: can't be read (ENOENT)", "rules: the folder can't be read"])
  })
})
