import { expect, it } from 'vitest'
import { lineMode, type LineFacts } from './lineMode.ts'

const NOW = 1_000_000
const facts = (given: Partial<LineFacts>): LineFacts => ({
  now: NOW, live: true, watchers: 1, connected: 1, unconnectedSince: null, bitrate: 900_000, thinSince: null, pictureFailedAt: null, mode: 'video', since: NOW - 60_000, ...given,
})

it.each<[string, Partial<LineFacts>, string]>([
  ['sends video while it gets through', {}, 'video'],
  ['waits with video for whoever comes', { watchers: 0, connected: 0, unconnectedSince: NOW - 60_000 }, 'video'],
  ['bears a short break', { connected: 0, unconnectedSince: NOW - 5_999 }, 'video'],
  ['falls back to pictures where nobody gets video', { connected: 0, unconnectedSince: NOW - 6_000 }, 'stills'],
  ['falls back to pictures where the line is too thin', { thinSince: NOW - 6_000 }, 'stills'],
  ['gives a fresh connection time to find its rate', { thinSince: NOW - 6_000, since: NOW - 5_000 }, 'video'],
  ['goes back to video as soon as somebody is connected', { mode: 'stills', since: NOW - 1_000 }, 'video'],
  ['rests before it tries video on a line that was too thin', { mode: 'stills', thinSince: NOW - 30_000, since: NOW - 19_999 }, 'stills'],
  ['tries video again after the rest', { mode: 'stills', thinSince: NOW - 30_000, since: NOW - 20_000 }, 'video'],
  ['falls back to words where not even pictures get through', { mode: 'stills', connected: 0, pictureFailedAt: NOW - 1 }, 'text'],
  ['tries pictures again after a rest', { mode: 'text', connected: 0, pictureFailedAt: NOW - 20_000 }, 'stills'],
  ['goes on with video that still gets to somebody while the session is out of reach', { live: false, thinSince: NOW - 60_000 }, 'video'],
  ['says nothing of words alone while the session is only just being reached', { live: false, watchers: 0, connected: 0, unconnectedSince: NOW - 5_999 }, 'video'],
  ['has words alone while session and video are out of reach', { live: false, connected: 0, unconnectedSince: NOW - 6_000 }, 'text'],
  ['has no pictures while the session is out of reach', { live: false, mode: 'stills' }, 'text'],
  ['comes back with video', { mode: 'text' }, 'video'],
])('%s', (_, given, mode) => {
  expect(lineMode(facts(given))).toBe(mode)
})
