import { expect, it } from 'vitest'
import { anEntry } from '../../test/builders/inspections.ts'
import type { Entry } from './entry.ts'
import { recordingLeave } from './recording.ts'

const NOW = Date.parse('2026-09-01T02:00:00Z')
const ask = (key: string) => anEntry('record', { what: 'ask' }, NOW, { key })
const answer = (to: string, given: boolean) => anEntry('consent', { ask: to, given }, NOW)
const stop = anEntry('record', { what: 'stop' }, NOW)

it.each<[string, Entry[], string]>([
  ['is off where nobody asks', [], 'off'],
  ['waits for the answer', [ask('ask-one')], 'asked'],
  ['is allowed by the answer to this question', [ask('ask-one'), answer('ask-one', true)], 'allowed'],
  ['is refused', [ask('ask-one'), answer('ask-one', false)], 'refused'],
  ['is not allowed by the answer to an earlier question', [ask('ask-one'), ask('ask-two'), answer('ask-one', true)], 'asked'],
  ['ends when either side ends it', [ask('ask-one'), answer('ask-one', true), stop], 'off'],
  ['is not allowed by an answer that arrives after the end', [ask('ask-one'), stop, answer('ask-one', true)], 'off'],
])('leave to record %s', (_, entries, state) => {
  expect(recordingLeave(entries).state).toBe(state)
})
