import { expect, it } from 'vitest'
import { scopeSchema } from './rule.ts'
import { tagsSchema } from './tag.ts'

it('keeps each tag of a unit once, in one order', () => {
  expect(tagsSchema.parse(['校园周边', 'key-product', '校园周边'])).toEqual(['key-product', '校园周边'])
})

it.each(['', ' a', 'a b', 'a,b', 'a|b', '、', 'x'.repeat(41)])('takes %j for no tag', (tag) => {
  expect(tagsSchema.safeParse([tag]).success).toBe(false)
})

it('lets a rule be about tags alone', () => {
  expect(scopeSchema.safeParse({ tags: ['校园周边'] }).success).toBe(true)
  expect(scopeSchema.safeParse({ tags: [] }).success).toBe(false)
})
