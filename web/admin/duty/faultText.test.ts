import { expect, it } from 'vitest'
import { faultText, type FaultWords } from './faultText.ts'

const words: FaultWords = { t: (key, values) => [key, ...Object.values(values ?? {})].join(' '), te: (key) => key === 'admin.fault.field.channels' }

it.each([
  ['steps.0.channels', 'there is no channel pigeon', 'admin.fault.noChannel pigeon'],
  ['id', 'critical is there already', 'admin.fault.taken critical'],
  ['steps.0.channels.1', 'Invalid string', 'admin.fault.field.channels'],
  ['steps.0.after', 'not a duration', 'not a duration'],
  ['', 'Broken', 'Broken'],
])('of %s, "%s" is told as "%s"', (path, detail, said) => {
  expect(faultText({ path, detail }, words)).toBe(said)
})
