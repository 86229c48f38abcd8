import { z } from 'zod'
import type { Region } from '../domain/region.ts'

export const districtCode = z.string({ error: 'a code is text of six digits: put it in quotes' }).regex(/^\d{6}$/, 'a code has six digits')
/** WGS-84 longitude, latitude. */
const point = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])

const district = z.strictObject({
  code: districtCode,
  zh: z.string().min(1),
  en: z.string().min(1),
  statistical: z.boolean(),
  centre: point,
})

/** Shape of region.yaml. */
export const regionFile = z.strictObject({
  code: districtCode,
  zh: z.string().min(1),
  en: z.string().min(1),
  centre: point,
  mapApprovalNumber: z.string().min(1).nullable(),
  geometry: z.string().min(1),
  districts: z.array(district).min(1),
}) satisfies z.ZodType<Region>
