import { describe, expect, it } from 'vitest'
import { IDENTIFIER } from '../../../domain/device.ts'
import { guessProfile, likelyUnit, suggestId } from './registration.ts'

const word = { zh: '', en: '' }
const PROFILES = Object.fromEntries(['catering-freezer', 'catering-chiller', 'hot-holding', 'dry-store', 'special-room', 'kitchen-gas', 'ammonia', 'door', 'camera'].map((id) => [id, word]))

describe('a device that waits', () => {
  it.each([
    [{ temperature: -18.2 }, 'catering-freezer'],
    [{ temperature: 4, battery: 80 }, 'catering-chiller'],
    [{ temperature: 64 }, 'hot-holding'],
    [{ temperature: 21, humidity: 40 }, 'dry-store'],
    [{ temperature: 22 }, 'special-room'],
    [{ gas_lel: 0, temperature: 25 }, 'kitchen-gas'],
    [{ door: 1 }, 'door'],
    [{ type: 'no_mask' }, 'camera'],
    [{ smell: 'odd' }, null],
  ])('that last said %j is taken for %s', (sample, profile) => {
    expect(guessProfile(sample, PROFILES)).toBe(profile)
  })

  it.each([['gw-1', '0x00158d0001a2b3c4', '0x00158d0001a2b3c4'], ['gw-1', '厨房/冰箱', 'gw-1-1'], ['gw-1', 'a1', 'gw-1-a1'], ['gw-1', 'zigbee2mqtt/fridge left', 'fridge-left']])(
    'behind %s that is called %s gets the id %s, which the register takes', (gateway, source, id) => {
      expect(suggestId(gateway, source)).toBe(id)
      expect(id).toMatch(IDENTIFIER)
    })

  it('probably stands where its gateway does, else where most behind the gateway do', () => {
    expect(likelyUnit({ unit: 'own' }, [{ unit: 'other' }])).toBe('own')
    expect(likelyUnit({ unit: null }, [{ unit: 'a' }, { unit: 'b' }, { unit: 'b' }, { unit: null }])).toBe('b')
    expect(likelyUnit(null, [])).toBeNull()
  })
})
