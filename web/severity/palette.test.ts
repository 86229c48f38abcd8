import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast, difference, type Sight } from './contrast.ts'
import { WORST_FIRST } from './marks.ts'

const css = readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8')

function tokensOf(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map(([, name = '', hex = '']) => [name, hex]))
}

const THEMES = { dark: tokensOf(':root'), light: tokensOf(":root[data-theme='light']") }
const SURFACES = ['ground', 'surface-1', 'surface-2', 'surface-3']
const SIGHTS: Sight[] = ['normal', 'protan', 'deutan', 'tritan']

describe.each(Object.entries(THEMES))('the %s palette', (_name, tokens) => {
  const token = (name: string): string => tokens[name] ?? `missing ${name}`

  it.each(['text-1', 'text-2', 'text-3', 'accent', ...WORST_FIRST])('%s can be read on every surface', (name) => {
    for (const surface of SURFACES) expect(contrast(token(name), token(surface)), `${name} on ${surface}`).toBeGreaterThanOrEqual(4.5)
  })

  it.each(WORST_FIRST)('%s stands out from the land, plain and lifted', (severity) => {
    for (const land of ['map-land', 'map-lift']) expect(contrast(token(severity), token(land)), land).toBeGreaterThanOrEqual(3)
  })

  it('keeps text readable on the ground of a critical alert and of a chosen control', () => {
    for (const name of ['text-1', 'text-2', 'critical']) expect(contrast(token(name), token('critical-ground')), name).toBeGreaterThanOrEqual(4.5)
    expect(contrast(token('text-1'), token('accent-ground'))).toBeGreaterThanOrEqual(4.5)
  })

  it('shows units on the land and the outline of controls as marks', () => {
    expect(contrast(token('map-unit'), token('map-land'))).toBeGreaterThanOrEqual(3)
    expect(contrast(token('hairline-strong'), token('ground'))).toBeGreaterThanOrEqual(2.5)
  })
})

describe.each(SIGHTS)('with %s sight', (sight) => {
  it('every pair of severities differs at a glance on the dark wall', () => {
    const t = THEMES.dark
    WORST_FIRST.forEach((a, i) => {
      for (const b of WORST_FIRST.slice(i + 1)) expect(difference(t[a] ?? '', t[b] ?? '', sight), `${a} and ${b}`).toBeGreaterThan(10)
    })
  })
})
