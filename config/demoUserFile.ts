import { z } from 'zod'
import { ROLES, type Jurisdiction, type Role } from '../domain/user.ts'
import { districtCode } from './regionFile.ts'

/** An account of the demonstration, before the server gives it a password. */
export interface DemoUser {
  readonly username: string
  readonly name: string
  readonly role: Role
  readonly jurisdiction: Jurisdiction
}

const jurisdiction = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('city') }),
  z.strictObject({ scope: z.literal('districts'), districts: z.array(districtCode).min(1) }),
  z.strictObject({ scope: z.literal('unit'), unit: z.string().min(1) }),
]) satisfies z.ZodType<Jurisdiction>

/** Shape of demo-users.yaml. The administrator is not among them: its password comes from the environment. */
export const demoUserFile = z.array(z.strictObject({
  username: z.string().regex(/^[a-z][a-z0-9_.-]*$/),
  name: z.string().min(1),
  role: z.enum(ROLES).exclude(['admin']),
  jurisdiction,
})) satisfies z.ZodType<DemoUser[]>
