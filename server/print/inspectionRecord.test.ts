import { expect, it } from 'vitest'
import { aDossierOfInspection, anEntry } from '../../test/builders/inspections.ts'
import { inspectionRecord } from './inspectionRecord.ts'

const AT = Date.parse('2026-09-01T02:00:00Z')

it('shows on a still what the centre drew, names people as people, and leaves out what came after the signatures', () => {
  const still = { still: 's1', sha256: 'f00', size: 9, point: null, accuracy: null }
  const entries = [
    anEntry('still', still, AT), anEntry('drawing', { still: 's1', lines: [{ colour: 'red', points: [[0.25, 0.5], [0.5, 1]] }], note: '门封' }, AT + 1_000, { name: '指挥' }),
    anEntry('message', { text: '来迟的话' }, AT + 2_000, { late: true }),
  ]
  const steps = [{ at: '2026-09-01T02:00:00.000Z', receivedAt: '', event: 'opened', by: 'user:centre', key: 'k' }]
  const form = inspectionRecord({ office: '市局', inspection: aDossierOfInspection({ steps }), entries, previews: new Map([['s1', { jpeg: Buffer.from('jpeg'), width: 720, height: 480 }]]) }, AT)
  const printed = JSON.stringify(form.content)
  expect(printed).toContain('points=\\"180.0,240.0 360.0,480.0\\"')
  expect(printed).toContain('#ff3b30')
  expect(printed).toContain('指挥 标注：门封')
  expect(printed).toContain('{"text":"指挥"},{"text":"发起检查"}')
  expect(printed).not.toContain('来迟的话')
})
