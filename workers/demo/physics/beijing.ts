const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const AHEAD_OF_UTC = 8 * 60 * MINUTE

/** Hours since midnight in Beijing, 0 up to 24, with fractions. */
export function hourOfDay(t: number): number {
  return (((t + AHEAD_OF_UTC) % DAY) + DAY) % DAY / (60 * MINUTE)
}

/** How much the weather and the kitchen's warmth add over the day: -1 at night, 1 in the afternoon. */
export function warmthOfDay(t: number): number {
  return Math.sin((2 * Math.PI * (hourOfDay(t) - 9)) / 24)
}

/** Whether food is being served, with half an hour about it. */
export function isMealTime(t: number): boolean {
  const hour = hourOfDay(t)
  return (hour >= 6.5 && hour < 8.5) || (hour >= 10.5 && hour < 13) || (hour >= 16.5 && hour < 19.5)
}

/** Whether a kitchen is at work at all. */
export function isWorkingTime(t: number): boolean {
  const hour = hourOfDay(t)
  return hour >= 5.5 && hour < 21.5
}
