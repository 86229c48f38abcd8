/** From when on a camera is believed no more about a kind of violation. */
export interface PrecisionBar {
  /** A share of right detections below this is too little. */
  readonly below: number
  /** With fewer reviews than this nothing is said of it. */
  readonly atLeast: number
  /** Only so many latest reviews count, so that a camera that was put right is believed again. */
  readonly over: number
}

/** How often people found a camera right about one kind, over its latest reviews. */
export interface CameraPrecision {
  deviceId: string
  place: string | null
  unitId: string | null
  unitName: string | null
  district: string | null
  /** What the camera said. */
  type: string
  reviewed: number
  confirmed: number
  /** From 0 to 1. */
  precision: number
  /** False where its detections of this kind open no alerts: a person looks at each first. */
  trusted: boolean
  updatedAt: string
}

/** The reasons to dismiss that the desk offers, as keys that pages translate. */
export const DISMISSAL_REASONS = ['mistaken', 'normal', 'device', 'duplicate', 'handled', 'other'] as const

/** Every reason that a dismissal may give by the API: those of the desk, and those of who reviews pictures. */
export const DISMISSAL_KEYS = [...DISMISSAL_REASONS, 'false-positive', 'permitted', 'unclear'] as const
export type DismissalKey = (typeof DISMISSAL_KEYS)[number]

/** Reasons to dismiss that say nothing against the camera: what it saw was there. Any other reason says that it was wrong. */
export const BLAMELESS_DISMISSALS = ['duplicate', 'permitted', 'unclear', 'normal', 'handled', 'other'] as const

/** What a person's review says of the camera: right, wrong, or nothing (null). A thing seen but taken for another is wrong. */
export function isCameraRight(type: string, review: { readonly confirmedType: string } | { readonly dismissedFor: string | undefined }): boolean | null {
  if ('confirmedType' in review) return review.confirmedType === type
  return BLAMELESS_DISMISSALS.some((reason) => reason === review.dismissedFor) ? null : false
}
