import { z } from 'zod'
import { checkLicence } from '../../domain/licence.ts'
import { openingHoursSchema } from '../../domain/openingHours.ts'
import { districtFor, type Region } from '../../domain/region.ts'
import { GRADES, UNIT_KINDS } from '../../domain/unit.ts'
import { tagsSchema } from '../../domain/tag.ts'
import { checkUscc } from '../../domain/uscc.ts'
import { contactsSchema, identifier } from './shapes.ts'

/** Longitudes and latitudes of China; a swapped pair falls outside. */
const WEST = 73
const EAST = 136
const SOUTH = 3
const NORTH = 54

const point = z.tuple([z.number(), z.number()]).superRefine(([lng, lat], context) => {
  if (lng >= WEST && lng <= EAST && lat >= SOUTH && lat <= NORTH) return
  const swapped = lat >= WEST && lat <= EAST && lng >= SOUTH && lng <= NORTH
  context.addIssue({ code: 'custom', message: swapped ? 'longitude comes first, then latitude' : 'not a point in China: [longitude, latitude] in degrees' })
}).meta({ type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2, description: 'WGS-84 longitude and latitude, degrees', example: [115.67, 37.73] })

const uscc = z.string().superRefine((text, context) => {
  const problem = checkUscc(text)
  if (problem) context.addIssue({ code: 'custom', message: USCC_MESSAGES[problem] })
})

const USCC_MESSAGES = {
  length: 'a unified social credit code has 18 characters',
  alphabet: 'a unified social credit code holds digits and capitals without I, O, S, V and Z',
  check: 'the check character of the unified social credit code does not fit',
} as const

const licence = z.string().superRefine((text, context) => {
  const problem = checkLicence(text)
  if (problem) context.addIssue({ code: 'custom', message: `not a valid licence number (${problem})` })
})

const tags = tagsSchema.meta({ description: 'Words by which rules gather units across kinds and districts', example: ['校园周边'] })

const openingHours = openingHoursSchema.nullable().meta({ description: 'When it is open, in Beijing time: rules may go by it' })

/** What POST /units takes; `null` says that there is none. */
export const unitInput = z.strictObject({
  id: identifier.optional(),
  name: z.string().trim().min(1).max(200),
  kind: z.enum(UNIT_KINDS),
  district: z.string().regex(/^\d{6}$/, 'a district is a code of six digits'),
  point,
  uscc: uscc.nullable().default(null),
  licence: licence.nullable().default(null),
  grade: z.enum(GRADES).nullable().default(null),
  address: z.string().trim().max(300).nullable().default(null),
  contacts: contactsSchema.default([]),
  officer: z.string().trim().min(1).max(64).nullable().default(null),
  tags: tags.default([]),
  openingHours: openingHours.default(null),
}).meta({ id: 'UnitInput' })
export type UnitInput = z.output<typeof unitInput>

/** What PATCH /units/{id} takes: what is named changes, the rest stays. */
export const unitPatch = z.strictObject({
  name: unitInput.shape.name,
  kind: unitInput.shape.kind,
  district: unitInput.shape.district,
  point,
  uscc: uscc.nullable(),
  licence: licence.nullable(),
  grade: z.enum(GRADES).nullable(),
  address: unitInput.shape.address.unwrap(),
  contacts: contactsSchema,
  officer: unitInput.shape.officer.unwrap(),
  tags,
  openingHours,
}).partial().meta({ id: 'UnitPatch' })

/** Whether the city has such a district. */
export function isDistrict(region: Region, code: string): boolean {
  return districtFor(region, code) !== null
}
