import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { LineMode } from '../../../domain/inspection.ts'
import { cameraFault, type CameraState } from '../proof/useCamera.ts'
import { Publisher } from '../../rtc/publisher.ts'
import { stillOf } from '../../rtc/picture.ts'

/** What browsers say of a camera's lamp beyond what the standard types know. */
type Lamp = MediaTrackConstraintSet & { torch?: boolean }

export interface Publishing {
  /** Null while the camera is closed. */
  readonly publisher: ShallowRef<Publisher | null>
  readonly stream: ShallowRef<MediaStream | null>
  /** Why the camera could not be opened. */
  readonly problem: ShallowRef<CameraState | null>
  readonly facing: ShallowRef<'user' | 'environment'>
  open(): Promise<void>
  close(): void
  /** False where the phone has no such camera; then the other one goes on. */
  face(facing: 'user' | 'environment'): Promise<boolean>
  /** False where there is none. */
  torch(on: boolean): Promise<boolean>
  still(): Promise<ArrayBuffer | null>
}

/** The phone's camera and microphone in the session of an inspection; ends with the page. */
export function usePublishing(inspection: string, modeChanged: (mode: LineMode) => void): Publishing {
  const publisher = shallowRef<Publisher | null>(null)
  const stream = shallowRef<MediaStream | null>(null)
  const problem = shallowRef<CameraState | null>(null)
  const facing = shallowRef<'user' | 'environment'>('environment')
  const voices = new Map<string, HTMLAudioElement>()

  const videoOf = (to: 'user' | 'environment'): MediaTrackConstraints => ({ facingMode: { ideal: to }, width: { ideal: 1_280 }, height: { ideal: 720 } })
  function hear(peer: string, track: MediaStreamTrack): void {
    const voice = voices.get(peer) ?? document.createElement('audio')
    voices.set(peer, voice)
    voice.dataset['peer'] = peer
    voice.autoplay = true
    voice.srcObject = new MediaStream([track])
    if (!voice.isConnected) document.body.append(voice)
  }
  function unhear(peer: string): void {
    const voice = voices.get(peer)
    if (voice) voice.srcObject = null
    voice?.remove()
    voices.delete(peer)
  }
  async function open(): Promise<void> {
    if (publisher.value) return
    problem.value = null
    try {
      stream.value = await navigator.mediaDevices.getUserMedia({ video: videoOf(facing.value), audio: { echoCancellation: true, noiseSuppression: true } })
    } catch (error) {
      problem.value = cameraFault(error)
      return
    }
    publisher.value = new Publisher({ inspection, stream: stream.value, modeChanged, heard: hear, gone: unhear })
    publisher.value.start()
  }
  function close(): void {
    publisher.value?.stop()
    publisher.value = null
    for (const track of stream.value?.getTracks() ?? []) track.stop()
    stream.value = null
    for (const peer of voices.keys()) unhear(peer)
  }
  async function face(to: 'user' | 'environment'): Promise<boolean> {
    if (!publisher.value || !stream.value) return false
    // Many phones open one camera at a time.
    for (const track of stream.value.getVideoTracks()) track.stop()
    const got = await navigator.mediaDevices.getUserMedia({ video: videoOf(to) }).catch(() => null)
    const [track] = (got ?? (await navigator.mediaDevices.getUserMedia({ video: videoOf(facing.value) }))).getVideoTracks()
    if (!track) return false
    if (got) facing.value = to
    await publisher.value.swapVideo(track)
    stream.value = publisher.value.stream
    return got !== null
  }
  async function torch(on: boolean): Promise<boolean> {
    const [track] = stream.value?.getVideoTracks() ?? []
    const lamp: Lamp = { torch: on }
    if (!track || !('torch' in track.getCapabilities())) return false
    return track.applyConstraints({ advanced: [lamp] }).then(() => true, () => false)
  }
  onScopeDispose(close)
  return {
    publisher, stream, problem, facing, open, close, face, torch,
    still: async () => {
      const [track] = stream.value?.getVideoTracks() ?? []
      return track ? stillOf(track) : null
    },
  }
}
