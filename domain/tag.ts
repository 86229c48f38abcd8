import { z } from 'zod'

/** A word by which units are gathered across kinds and districts (风险标签): `校园周边`, `key-product`. No blanks, commas or bars, which part them in tables. */
export const tagSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,39}$/u, 'a tag is one word of at most 40 letters, digits, dots, dashes, underscores or colons')

/** A unit carries no more than this. */
const MOST_TAGS = 20

/** The tags of a unit, each once, in one order whatever the order they were given in. */
export const tagsSchema = z.array(tagSchema).max(MOST_TAGS).transform((tags) => [...new Set(tags)].sort())
