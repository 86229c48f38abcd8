import { expect, it } from 'vitest'
import { anAlert } from './anAlert.ts'
import { mostPressing } from './useFocus.ts'

const camera = anAlert({ id: 'camera', severity: 'critical', metric: null, type: 'smoking' })
const minor = anAlert({ id: 'minor' })
const silent = anAlert({ id: 'silent', severity: 'critical', metric: null, type: 'silence' })
const handled = anAlert({ id: 'handled', severity: 'critical', state: 'acknowledged' })

it('looks at the newest critical alert that has a curve or a picture', () => {
  expect(mostPressing([minor, silent, handled, camera, anAlert({ id: 'older', severity: 'critical' })])?.id).toBe('camera')
})

it('falls back to the newest that is open, then to the newest of all', () => {
  expect(mostPressing([handled, minor, silent])?.id).toBe('minor')
  expect(mostPressing([handled])?.id).toBe('handled')
  expect(mostPressing([])).toBeNull()
})
