import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

export type CameraState = 'off' | 'asking' | 'live' | 'denied' | 'missing' | 'busy' | 'insecure'
export type Facing = 'environment' | 'user'

export interface Camera {
  readonly state: Readonly<ShallowRef<CameraState>>
  readonly stream: Readonly<ShallowRef<MediaStream | null>>
  start(facing: Facing): Promise<void>
  stop(): void
  /** The picture that the video shows now, as JPEG. */
  take(video: HTMLVideoElement): Promise<Blob>
}

const FAULTS: Readonly<Record<string, CameraState>> = { NotAllowedError: 'denied', SecurityError: 'denied', NotFoundError: 'missing', OverconstrainedError: 'missing', NotReadableError: 'busy', AbortError: 'busy' }
/** Why the browser gives no camera. */
export function cameraFault(fault: unknown): CameraState {
  if (!navigator.mediaDevices) return 'insecure'
  return FAULTS[fault instanceof DOMException ? fault.name : ''] ?? 'busy'
}
/** Enough to read a label; more would only burden a poor line. */
const LONG_SIDE = 1_920
const QUALITY = 0.85

/** The phone's own camera. There is no way round it: the proof takes no files. */
export function useCamera(): Camera {
  const state = shallowRef<CameraState>('off')
  const stream = shallowRef<MediaStream | null>(null)
  let facing: Facing = 'environment'
  let round = 0

  function release(): void {
    stream.value?.getTracks().forEach((track) => track.stop())
    stream.value = null
  }
  async function start(side: Facing): Promise<void> {
    const mine = ++round
    release()
    facing = side
    if (!navigator.mediaDevices) {
      state.value = 'insecure'
      return
    }
    state.value = 'asking'
    try {
      const got = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: side }, width: { ideal: LONG_SIDE }, height: { ideal: 1_080 } } })
      if (mine !== round) return got.getTracks().forEach((track) => track.stop())
      stream.value = got
      state.value = 'live'
    } catch (fault) {
      if (mine === round) state.value = cameraFault(fault)
    }
  }
  function stop(): void {
    round += 1
    release()
    state.value = 'off'
  }
  async function take(video: HTMLVideoElement): Promise<Blob> {
    const scale = Math.min(1, LONG_SIDE / Math.max(video.videoWidth, video.videoHeight))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
    if (!blob) throw new Error('the camera gave no picture')
    return blob
  }
  // A phone takes the camera away from a page that is not seen.
  const seen = (): void => {
    if (state.value !== 'live') return
    const ended = stream.value?.getVideoTracks().every((track) => track.readyState === 'ended')
    if (document.visibilityState === 'visible' && ended) void start(facing)
  }
  document.addEventListener('visibilitychange', seen)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', seen)
    stop()
  })
  return { state, stream, start, stop, take }
}
