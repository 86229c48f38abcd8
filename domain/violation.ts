/** How the catalogue names its entries. */
export const VIOLATION_KEY = /^[a-z][a-z0-9_]*$/

/** One entry of the catalogue of what can be seen wrong in a kitchen (明厨亮灶): what it is. What is asked before it is believed, rules say. */
export interface Violation {
  /** Place in the catalogue, from 1. */
  readonly number: number
  readonly key: string
  readonly zh: string
  readonly en: string
  /** False where a camera can't tell: it follows from other records (a sample log, heartbeats, dates). */
  readonly byDetection: boolean
  /** What else the confirming person should look at. */
  readonly note: string | null
}

export type ViolationCatalogue = ReadonlyMap<string, Violation>
