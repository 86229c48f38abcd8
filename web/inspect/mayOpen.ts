import { INSPECTION_OPENERS } from '../../domain/inspection/transitions.ts'
import type { Role } from '../../domain/user.ts'
import { session } from '../session/session.ts'

/** Whether who looks at the page opens inspections. */
export const mayOpenInspections = (): boolean => (INSPECTION_OPENERS as readonly (Role | undefined)[]).includes(session.user.value?.role)
