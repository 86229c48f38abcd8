/** What can go wrong with a device; each has its own physics. */
export type IncidentKind =
  /** The compressor loses capacity; `strength` is the share lost. */
  | 'compressor'
  /** The power is gone. */
  | 'power'
  /** The door stays open. */
  | 'door'
  /** Warm goods are put in; `strength` says how many. */
  | 'warm-load'
  /** The thermostat sticks and it goes on cooling. */
  | 'overcooling'
  /** The heater fails or the lid is off; the higher the strength, the colder the food. */
  | 'heater'
  | 'hot-room'
  | 'damp'
  /** Gas or refrigerant escapes; the ventilation clears it afterwards. */
  | 'leak'
  | 'carbon-monoxide'
  /** The probe gives an impossible value. */
  | 'fault-value'
  /** The device says nothing. */
  | 'silence'
  /** The probe repeats one value. */
  | 'stuck'
  | 'flat-battery'
  /** A camera sees something. */
  | 'sighting'

/** Something that happens to one device from one moment to another, epoch milliseconds. */
export interface Incident {
  readonly id: string
  readonly kind: IncidentKind
  readonly device: string
  readonly from: number
  readonly until: number
  /** 0 to 1; what it means depends on the kind. */
  readonly strength: number
  /** Only of a sighting. */
  readonly sighting?: Sighting
}

/** What a camera reports, and what there was to see. */
export interface Sighting {
  /** Key of the violation catalogue. */
  readonly type: string
  readonly confidence: number
  /** How long it must have lasted before it counts, milliseconds: an update is sent just then. */
  readonly confirmedAfter: number
  /** What a person sees on the picture: the type itself, or what the model took for it. */
  readonly truth: string
}

/** The incidents of a device about a time: those under way, those just over, and those soon to come. */
export type IncidentsNear = (t: number) => readonly Incident[]

/** The first of that kind under way at the time, if any. */
export function underWay(incidents: readonly Incident[], kind: IncidentKind, t: number): Incident | undefined {
  return incidents.find((one) => one.kind === kind && one.from <= t && t < one.until)
}
