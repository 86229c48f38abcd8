import { describe, expect, it } from 'vitest'
import { add, tallyLine, tallyOfExit, tallyOfReport } from './tally.ts'

const report = (overrides: object = {}) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
    ...overrides,
  })

describe('tally', () => {
  it('counts what passed, and both pending and todo as skipped', () => {
    expect(tallyOfReport(report(), true)).toEqual({ passed: 3, failed: 0, skipped: 2 })
  })

  it('counts a file that could not be loaded as one failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }]
    expect(tallyOfReport(report({ testResults }), false).failed).toBe(1)
  })

  it('does not count a failed test twice for its failed file', () => {
    const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }]
    expect(tallyOfReport(report({ numFailedTests: 1, testResults }), false).failed).toBe(1)
  })

  it('never calls a run that failed a success', () => {
    expect(tallyOfReport(report(), false).failed).toBe(1)
    expect(tallyOfReport(null, false).failed).toBe(1)
  })

  it('sums to the line that ends the run', () => {
    expect(tallyLine(add(tallyOfExit(true), tallyOfExit(false)))).toBe('1 passed, 1 failed, 0 skipped')
  })
})
