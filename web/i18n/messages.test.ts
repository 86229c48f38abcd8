import { expect, it } from 'vitest'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** Every text with its path and the names it takes; one that counts has them in each of its forms. */
function texts(node: unknown, path = ''): [string, string[]][] {
  if (typeof node === 'string') return [[path, [...new Set([...node.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? ''))].toSorted()]]
  return Object.entries(node as object).flatMap(([key, child]) => texts(child, `${path}.${key}`))
}

it('English says everything that Chinese says, with the same values in it', () => {
  expect(texts(en)).toEqual(texts(zh))
})
