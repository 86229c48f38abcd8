import type { Severity } from '../../domain/severity.ts'

/** Notes (hertz) of the three short tones; information makes no sound. */
const NOTES: Record<Exclude<Severity, 'info'>, readonly number[]> = {
  critical: [880, 880, 1174.7],
  major: [659.3, 659.3, 784],
  minor: [523.3, 523.3, 523.3],
}
const LENGTH_S = 0.14
const GAP_S = 0.07

/** Plays three short synthesised tones. The context must have been made by a click, as browsers require. */
export function playTones(context: AudioContext, severity: Severity): void {
  if (severity === 'info') return
  NOTES[severity].forEach((hertz, i) => {
    const start = context.currentTime + i * (LENGTH_S + GAP_S)
    const gain = context.createGain()
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(0.18, start + 0.015)
    gain.gain.exponentialRampToValueAtTime(0.001, start + LENGTH_S)
    const oscillator = context.createOscillator()
    oscillator.frequency.value = hertz
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(start)
    oscillator.stop(start + LENGTH_S)
  })
}
