/** Where the phone is, as the API takes it. */
export interface PhonePlace {
  readonly point: [number, number]
  readonly accuracy: number
}

const PATIENCE_MS = 20_000

/** Asks the phone where it is; throws where it may not or can't say. */
export function placeNow(): Promise<PhonePlace> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) return reject(new Error('geolocation'))
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ point: [coords.longitude, coords.latitude], accuracy: coords.accuracy }),
      reject, { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 10_000 },
    )
  })
}
