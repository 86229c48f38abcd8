import { expect, it } from 'vitest'
import { afterAttempt, type Progress } from './attempt.ts'

const sending: Progress = { state: 'sending', channels: 2, channelIndex: 0, failures: 0, uncertain: false }

it('is sent once a channel accepts', () => {
  expect(afterAttempt(sending, 'accepted')).toEqual({ progress: { ...sending, state: 'sent' }, waitMs: null })
})

it('leaves a channel that refuses at once, and fails where it was the last', () => {
  expect(afterAttempt(sending, 'refused')).toMatchObject({ progress: { state: 'queued', channelIndex: 1, failures: 0 }, waitMs: 0 })
  expect(afterAttempt({ ...sending, channelIndex: 1 }, 'refused')).toMatchObject({ progress: { state: 'failed' }, waitMs: null })
})

it('waits longer with every failure, then takes the next channel', () => {
  const waits: (number | null)[] = []
  let progress = sending
  while (progress.channelIndex === 0) {
    const next = afterAttempt({ ...progress, state: 'sending' }, 'failed')
    waits.push(next.waitMs)
    progress = next.progress
  }
  expect(waits).toEqual([5_000, 15_000, 45_000, 120_000, 0])
  expect(progress).toMatchObject({ state: 'queued', channelIndex: 1, failures: 0, uncertain: false })
})

it('waits at least as long as the other side asks', () => {
  expect(afterAttempt(sending, 'failed', 60_000).waitMs).toBe(60_000)
})

it('remembers over channels that an attempt may have arrived', () => {
  const unsure = afterAttempt(sending, 'unsure')
  expect(unsure).toMatchObject({ progress: { state: 'queued', uncertain: true }, waitMs: 5_000 })
  expect(afterAttempt({ ...unsure.progress, state: 'sending' }, 'refused').progress).toMatchObject({ channelIndex: 1, uncertain: true })
})
