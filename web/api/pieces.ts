import { problemOf, unreachable } from './problem.ts'

/** A piece that takes longer counts as lost; the next one is smaller. */
const PATIENCE_MS = 30_000
const SMALLEST = 16 * 1024
const FIRST = 32 * 1024
const LARGEST = 1024 * 1024
/** Pieces grow while they take less than this, and shrink where they take more than four times as long. */
const QUICK_MS = 2_000
const TYPE = 'application/offset+octet-stream'

const address = (id: string, part: string): string => `/api/v1/uploads/${encodeURIComponent(id)}?part=${part}`

async function ask(method: 'HEAD' | 'PATCH', url: string, more: RequestInit = {}): Promise<Response> {
  return fetch(url, { method, credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE_MS), ...more }).catch((reason: unknown) => {
    throw unreachable(reason)
  })
}

const offsetIn = (answer: Response): number => Number(answer.headers.get('upload-offset') ?? 0)

/**
 * Brings the bytes of one part of an upload to the server, from where it got to last time on, in pieces that fit the
 * line. Tells after each piece how many bytes are there. Failures are ApiProblems; calling again goes on.
 */
export async function sendPieces(id: string, part: string, bytes: ArrayBuffer, told: (there: number) => void): Promise<void> {
  const head = await ask('HEAD', address(id, part))
  if (!head.ok) throw await problemOf(head)
  const there = offsetIn(head)
  told(there)
  await sendFrom(address(id, part), bytes, there, told)
}

/** The same for what lies elsewhere below the API, where the caller knows how far it got. */
export const sendPiecesTo = (path: string, bytes: ArrayBuffer, from: number, told: (there: number) => void): Promise<void> => sendFrom(`/api/v1${path}`, bytes, from, told)

/** Appends one piece of something that is still being made; answers how many bytes are there now. */
export async function sendPieceAt(path: string, offset: number, bytes: ArrayBuffer): Promise<number> {
  const answer = await ask('PATCH', `/api/v1${path}`, { headers: { 'content-type': TYPE, 'upload-offset': String(offset) }, body: bytes })
  if (!answer.ok) throw await problemOf(answer)
  return offsetIn(answer)
}

async function sendFrom(url: string, bytes: ArrayBuffer, from: number, told: (there: number) => void): Promise<void> {
  let there = from
  for (let size = FIRST; there < bytes.byteLength;) {
    const began = performance.now()
    const answer = await ask('PATCH', url, {
      headers: { 'content-type': TYPE, 'upload-offset': String(there), 'upload-length': String(bytes.byteLength) }, body: bytes.slice(there, there + size),
    })
    // Somebody else sent a piece meanwhile: the answer says where to go on.
    const elsewhere = answer.status === 409 && answer.headers.has('upload-offset')
    if (!answer.ok && !elsewhere) throw await problemOf(answer)
    there = offsetIn(answer)
    told(there)
    const took = performance.now() - began
    size = took < QUICK_MS ? Math.min(LARGEST, size * 2) : took > 4 * QUICK_MS ? Math.max(SMALLEST, size / 2) : size
  }
}
