/** A video element that plays the track and is shown to nobody. */
async function playing(track: MediaStreamTrack): Promise<HTMLVideoElement> {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.srcObject = new MediaStream([track])
  await video.play()
  return video
}

/** What the camera sees now, drawn small enough to fit; JPEG in base64, or null where nothing is to be had. */
export async function pictureOf(track: MediaStreamTrack, longest: number, quality: number): Promise<string | null> {
  const canvas = await drawn(track, longest)
  return canvas ? (canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? null) : null
}

/** Of phones' own: the whole sensor, where the browser gives it. */
interface StillCamera {
  takePhoto(): Promise<Blob>
}
declare const ImageCapture: (new (track: MediaStreamTrack) => StillCamera) | undefined

/** A still at the camera's full resolution, else at that of the video. */
export async function stillOf(track: MediaStreamTrack): Promise<ArrayBuffer | null> {
  if (typeof ImageCapture !== 'undefined') {
    const photo = await new ImageCapture(track).takePhoto().catch(() => null)
    if (photo?.type === 'image/jpeg') return photo.arrayBuffer()
  }
  const canvas = await drawn(track, 4_096)
  const blob = canvas && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92)))
  return blob ? blob.arrayBuffer() : null
}

async function drawn(track: MediaStreamTrack, longest: number): Promise<HTMLCanvasElement | null> {
  if (track.readyState !== 'live') return null
  const video = await playing(track).catch(() => null)
  if (!video || video.videoWidth === 0) return null
  const share = Math.min(1, longest / Math.max(video.videoWidth, video.videoHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(video.videoWidth * share)
  canvas.height = Math.round(video.videoHeight * share)
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
  video.srcObject = null
  return canvas
}

export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
