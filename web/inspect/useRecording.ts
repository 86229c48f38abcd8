import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { recordingLeave, type RecordingState } from '../../domain/inspection/recording.ts'
import { api } from '../api/client.ts'
import { Recorder } from '../rtc/recorder.ts'
import type { Watcher } from '../rtc/watcher.ts'
import type { OpenedInspection } from './useInspection.ts'

export interface Recording {
  /** Whether the inspector has given leave; both sides show it. */
  readonly state: ComputedRef<RecordingState>
  /** Whether this very page records. */
  readonly running: ShallowRef<boolean>
  readonly problem: ShallowRef<string | null>
  ask(): Promise<void>
  stop(): Promise<void>
}

/** The commander's page records what it sees while it has leave; of several pages of a browser one does. */
export function useRecording(opened: OpenedInspection, watcher: Watcher): Recording {
  const state = computed(() => recordingLeave(opened.entries.value).state)
  const running = shallowRef(false)
  const problem = shallowRef<string | null>(null)
  const isCommander = computed(() => opened.dossier.value?.party === 'commander')
  const goesOn = computed(() => opened.state.value === 'under_way' || opened.state.value === 'checked_in')
  const stream = computed(() => (isCommander.value && goesOn.value && state.value === 'allowed' && problem.value === null && watcher.connected.value ? watcher.stream.value : null))
  let recorder: Recorder | null = null
  let gone = false

  /** Of several pages of a browser, one; held while it records. */
  function alone(work: () => Promise<void>): void {
    if (!('locks' in navigator)) return void work()
    void navigator.locks.request(`mingjian-recording-${opened.id}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined))
  }
  /** A new connection, or the longest span of one recording: then the next begins. */
  async function record(): Promise<void> {
    for (let from = stream.value; from && !gone; from = stream.value) {
      problem.value = await recordOne(from).catch((reason: unknown) => (reason as Error).message)
      recorder = null
      running.value = false
    }
  }
  async function recordOne(from: MediaStream): Promise<string | null> {
    let end: (problem: string | null) => void = () => undefined
    const ended = new Promise<string | null>((resolve) => (end = resolve))
    recorder = new Recorder({ inspection: opened.id, stream: from, ended: end })
    await recorder.start()
    running.value = true
    return ended
  }
  watch(stream, (now) => {
    if (recorder) recorder.stop()
    else if (now) alone(record)
  }, { immediate: true })
  onScopeDispose(() => {
    gone = true
    recorder?.stop()
  })
  const enter = async (what: 'ask' | 'stop'): Promise<void> => {
    problem.value = null
    await api.post(`/inspections/${encodeURIComponent(opened.id)}/entries`, { key: crypto.randomUUID(), kind: 'record', body: { what } }).catch((reason: unknown) => (problem.value = (reason as Error).message))
    opened.reload()
  }
  return { state, running, problem, ask: () => enter('ask'), stop: () => enter('stop') }
}
