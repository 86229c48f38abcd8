import { z } from 'zod'
import { IDENTIFIER } from '../../domain/device.ts'
import { openingHoursSchema } from '../../domain/openingHours.ts'
import { GRADES, UNIT_KINDS } from '../../domain/unit.ts'
import { ROLES } from '../../domain/user.ts'

/** What goes out, as the OpenAPI document shows it. */
const time = z.iso.datetime().meta({ description: 'ISO 8601 UTC with milliseconds' })
const contact = z.strictObject({ name: z.string().trim().min(1).max(100), phone: z.string().trim().min(3).max(40), role: z.string().trim().max(100).optional() })

export const identifier = z.string().regex(IDENTIFIER, 'an id is 1 to 64 letters, digits, dots, dashes, underscores or colons, first a letter or digit')
export const contactsSchema = z.array(contact).max(20)

export const jurisdictionSchema = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('city') }),
  z.strictObject({ scope: z.literal('districts'), districts: z.array(z.string().regex(/^\d{6}$/)).min(1).max(100) }),
  z.strictObject({ scope: z.literal('unit'), unit: identifier }),
])

export const userSchema = z.object({
  id: z.string(), username: z.string(), name: z.string(), role: z.enum(ROLES), jurisdiction: jurisdictionSchema, createdAt: time,
  mayIssue: z.boolean().meta({ description: 'Whether the person may issue orders and grant extensions' }),
}).meta({ id: 'User' })

export const unitSchema = z.object({
  id: z.string(), name: z.string(), kind: z.enum(UNIT_KINDS), district: z.string(),
  point: z.array(z.number()).length(2).meta({ description: 'WGS-84 longitude and latitude, degrees' }),
  uscc: z.string().nullable(), licence: z.string().nullable(), grade: z.enum(GRADES).nullable(), address: z.string().nullable(),
  contacts: contactsSchema, officer: z.string().nullable(), tags: z.array(z.string()),
  openingHours: openingHoursSchema.nullable().meta({ description: 'In Beijing time; null where nobody said' }), createdAt: time, updatedAt: time,
}).meta({ id: 'Unit' })

export const deviceSchema = z.object({
  id: z.string(), unit: z.string().nullable(), profile: z.string(), place: z.string().nullable(),
  interval: z.number().nullable().meta({ description: 'Seconds; null where the device speaks only on change' }),
  gateway: z.string().nullable(), format: z.string().nullable(),
  source: z.string().nullable().meta({ description: 'What its gateway calls it, where that is not its id' }),
  settings: z.record(z.string(), z.unknown()).nullable().meta({ description: 'Of a gateway: what its format needs to be told; a password is never shown' }),
  calibratedAt: time.nullable(),
  calibrationDays: z.int().nullable().meta({ description: 'After how many days it is to be calibrated again; null is a year' }),
  calibrationDue: time.nullable().meta({ description: 'When that is; null where no calibration is known of' }),
  createdAt: time, updatedAt: time,
  devices: z.array(z.string()).optional().meta({ description: 'Of a gateway: those it speaks for' }),
}).meta({ id: 'Device' })

export const importAnswer = z.object({
  created: z.int(), updated: z.int(), failed: z.int(),
  errors: z.array(z.object({ row: z.int(), field: z.string().nullable(), type: z.string(), detail: z.string() })),
}).meta({ id: 'ImportAnswer' })

export const auditSchema = z.object({
  seq: z.int(), at: time, actor: z.string(), action: z.string(), subject: z.string(), detail: z.record(z.string(), z.unknown()),
  prev: z.string(), hash: z.string(),
}).meta({ id: 'AuditRecord' })
