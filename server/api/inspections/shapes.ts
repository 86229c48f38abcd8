import { z } from 'zod'
import { INSPECTION_SOURCES, INSPECTION_STATES, LINE_MODES } from '../../../domain/inspection.ts'
import { INSPECTION_ACTIONS } from '../../../domain/inspection/transitions.ts'
import { SEVERITIES } from '../../../domain/severity.ts'
import { UNIT_KINDS } from '../../../domain/unit.ts'
import { basis, time } from '../read/shapes.ts'

const person = z.object({ username: z.string(), name: z.string() })
const point = z.array(z.number()).length(2)
const check = z.object({ name: z.string(), status: z.enum(['pass', 'fail', 'overridden']), reason: z.string() })

export const checklistSchema = z.object({
  id: z.string(), zh: z.string(), en: z.string(), kinds: z.array(z.enum(UNIT_KINDS)),
  sections: z.record(z.string(), z.string()).optional().meta({ description: 'English names of the sections' }),
  items: z.array(z.object({
    id: z.string(), section: z.string(), zh: z.string(), en: z.string(), photo: z.boolean(), severity: z.enum(SEVERITIES), basis,
    reading: z.object({ metric: z.string(), from: z.number().optional(), to: z.number().optional() }).optional(),
  })),
}).meta({ id: 'Checklist' })

/** An inspection as it goes out. */
export const inspectionSchema = z.object({
  id: z.string(), unitId: z.string(), unitName: z.string(), unitKind: z.enum(UNIT_KINDS), district: z.string(), unitPoint: point, reason: z.string(),
  unannounced: z.boolean(), campaign: z.string().nullable(), source: z.enum(INSPECTION_SOURCES), sourceId: z.string().nullable(), checklistId: z.string(),
  commander: person, inspectors: z.array(person), watchers: z.array(person), state: z.enum(INSPECTION_STATES),
  mode: z.enum(LINE_MODES).nullable().meta({ description: 'What the inspector\'s line carries' }),
  checkIn: z.object({ at: time, receivedAt: time, point, accuracy: z.number(), checks: z.array(check), holds: z.boolean() }).nullable(),
  progress: z.object({ done: z.int(), total: z.int(), failed: z.int() }), stills: z.int(), orderIds: z.array(z.string()),
  entries: z.int().meta({ description: 'Number of the last entry: who knows fewer asks for the rest' }),
  steps: z.array(z.object({ at: time, receivedAt: time, event: z.string(), by: z.string(), note: z.string().optional(), key: z.string() })),
  openedAt: time, updatedAt: time, version: z.int(),
  checklist: checklistSchema.optional().meta({ description: 'Of one inspection, for those who see its content' }), signatures: z.unknown().optional(),
  party: z.string().optional(), sight: z.enum(['outline', 'content']).optional(), actions: z.array(z.enum(INSPECTION_ACTIONS)).optional(),
}).meta({ id: 'Inspection' })

export const entrySchema = z.object({
  seq: z.int(), key: z.string(), client: z.string(), at: time.meta({ description: 'When it happened, by the clock of who entered it' }), receivedAt: time, by: z.string(), name: z.string(),
  kind: z.string(), body: z.record(z.string(), z.unknown()), late: z.boolean().meta({ description: 'Arrived after the record was signed' }),
}).meta({ id: 'InspectionEntry' })

export const inspectorSchema = z.object({
  username: z.string(), name: z.string(), running: z.int(), free: z.boolean(), lastAt: time.nullable(),
  metres: z.int().nullable().meta({ description: 'From the unit, at the last check-in' }),
}).meta({ id: 'InspectorStanding' })
