import { describe, expect, it } from 'vitest'
import type { Pressed } from '../desk/pageKeys.ts'
import { ALERT_ACTIONS } from '../../domain/alertHandling.ts'
import { commandOf, KEYS, keyOf } from './keys.ts'

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more })

describe('the keys of the desk', () => {
  it('tells a mark from the mark of a range by shift, whatever the case of the letter', () => {
    expect(commandOf(press('x'))).toBe('mark')
    expect(commandOf(press('X', { shiftKey: true }))).toBe('markRange')
  })

  it('knows letters under caps lock, and signs that need shift', () => {
    expect(commandOf(press('A'))).toBe('acknowledge')
    expect(commandOf(press('?', { shiftKey: true }))).toBe('help')
    expect(commandOf(press('/'))).toBe('search')
  })

  it('leaves to the browser what is the browser\'s, and to the input method what is being composed', () => {
    expect(commandOf(press('a', { ctrlKey: true }))).toBe(null)
    expect(commandOf(press('f', { metaKey: true }))).toBe(null)
    expect(commandOf(press('d', { isComposing: true }))).toBe(null)
    expect(commandOf(press('A', { shiftKey: true }))).toBe(null)
    expect(commandOf(press('q'))).toBe(null)
  })

  it('has one for everything that is done to an alert, and none twice', () => {
    for (const action of ALERT_ACTIONS) expect({ action, key: keyOf(action) }).toEqual({ action, key: expect.stringMatching(/^[a-z]$/) })
    const pressed = KEYS.flatMap(({ keys, shift }) => keys.map((key) => `${shift ? 'Shift+' : ''}${key}`))
    expect(new Set(pressed).size).toBe(pressed.length)
  })
})
