import { expect, it } from 'vitest'
import { officerLines, readOfficers } from './officerLines.ts'

it('keeps names with spaces and certificates of any script apart', () => {
  const officers = [{ name: 'John Smith', certificate: '' }, { name: '李 明', certificate: '冀执法01-2' }]
  expect(readOfficers(officerLines(officers))).toEqual(officers)
})

it('reads lines without a tab, and takes no second name for a certificate', () => {
  expect(readOfficers('李明 JT-001\nJohn Smith')).toEqual([{ name: '李明', certificate: 'JT-001' }, { name: 'John Smith', certificate: '' }])
})
