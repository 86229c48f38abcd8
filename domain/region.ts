/** A district of the supervised city. */
export interface District {
  /** Six digits; GB/T 2260 unless `statistical`. */
  readonly code: string
  readonly zh: string
  readonly en: string
  /** A development zone counted by itself in statistics, with no code of its own in GB/T 2260. */
  readonly statistical: boolean
  /** Approximate WGS-84 longitude and latitude of the seat, degrees. */
  readonly centre: readonly [number, number]
}

/** The city this installation serves. */
export interface Region {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly centre: readonly [number, number]
  readonly districts: readonly District[]
  /** The approval number (审图号) to show on every map; null while the map has none. */
  readonly mapApprovalNumber: string | null
  /** GeoJSON of the districts, relative to the project's root. */
  readonly geometry: string
}

/** The district of a code, or null for a code outside the city. */
export function districtFor(region: Region, code: string): District | null {
  return region.districts.find((district) => district.code === code) ?? null
}
