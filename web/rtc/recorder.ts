import { api } from '../api/client.ts'
import { sendPieceAt } from '../api/pieces.ts'
import { ApiProblem } from '../api/problem.ts'

/** Video and sound together: a lecture's worth of detail, and about 8 MB a minute. */
const BPS = 1_000_000
const SLICE_MS = 2_000
const AGAIN_MS = 2_000
/** Well under what one recording may hold. */
const LONGEST_MS = 20 * 60_000
/** What a cut line may leave waiting, in bytes; past that the recording ends rather than the page. */
const MOST_WAITING = 64 * 1024 * 1024
const TYPES = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4']

export interface RecorderParts {
  readonly inspection: string
  readonly stream: MediaStream
  /** It ended, with what is wrong where something is; all its bytes are there or never will be. */
  readonly ended: (problem: string | null) => void
}

/** Records what the inspector sends and brings it to the server while it is made; bytes wait where the line is cut. */
export class Recorder {
  private readonly path: string
  private readonly parts: RecorderParts
  private readonly recorder: MediaRecorder
  private readonly queue: ArrayBuffer[] = []
  private id: string | null = null
  private offset = 0
  private waiting = 0
  private stopped = false
  private taking: Promise<void> = Promise.resolve()
  private problem: string | null = null
  private sending: Promise<void> | null = null
  private limit: ReturnType<typeof setTimeout> | undefined

  constructor(parts: RecorderParts) {
    this.parts = parts
    this.path = `/inspections/${encodeURIComponent(parts.inspection)}/recordings`
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type))
    this.recorder = new MediaRecorder(parts.stream, { ...(mimeType ? { mimeType } : {}), bitsPerSecond: BPS })
    this.recorder.addEventListener('dataavailable', ({ data }) => (this.taking = this.taking.then(() => this.take(data))))
    this.recorder.addEventListener('stop', () => void this.finish())
  }

  /** Throws where the server gives no leave. */
  async start(): Promise<void> {
    const type = this.recorder.mimeType.split(';')[0] || 'video/webm'
    this.id = (await api.post<{ id: string }>(this.path, { key: crypto.randomUUID(), type })).id
    // Leave was taken back while the server was asked.
    if (this.stopped) return this.finish()
    this.recorder.start(SLICE_MS)
    this.limit = setTimeout(() => this.stop(), LONGEST_MS)
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.limit)
    if (this.recorder.state !== 'inactive') this.recorder.stop()
  }

  private async take(data: Blob): Promise<void> {
    if (data.size === 0 || this.problem !== null) return
    this.waiting += data.size
    if (this.waiting > MOST_WAITING) return this.fail('the line is cut for too long')
    this.queue.push(await data.arrayBuffer())
    void this.flow()
  }

  private flow(): Promise<void> {
    this.sending ??= this.send().finally(() => (this.sending = null))
    return this.sending
  }

  private async send(): Promise<void> {
    for (let next = this.queue[0]; next && this.problem === null; next = this.queue[0]) {
      try {
        this.offset = await sendPieceAt(`${this.path}/${this.id ?? ''}`, this.offset, next)
        this.queue.shift()
        this.waiting -= next.byteLength
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500) return this.fail(problem.message)
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    }
  }

  private fail(problem: string): void {
    this.problem = problem
    this.stop()
  }

  /** The last bytes come just before the stop itself. */
  private async finish(): Promise<void> {
    clearTimeout(this.limit)
    await this.taking
    while (this.problem === null && this.queue.length > 0) await this.flow()
    await api.post(`${this.path}/${this.id ?? ''}/close`, {}).catch(() => undefined)
    this.parts.ended(this.problem)
  }
}
