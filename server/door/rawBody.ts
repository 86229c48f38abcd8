import express, { type Request, type Response } from 'express'
import { Problem } from '../api/problem.ts'
import { isBusy } from './busy.ts'

export const MAX_BODY = '16mb'

const raw = express.raw({ type: () => true, limit: MAX_BODY })

/** The whole body as it came, empty where there is none; null where it is too large. Throws what else is wrong with it. */
export async function readRawBody(request: Request, response: Response): Promise<Buffer | null> {
  const failure = await new Promise<unknown>((resolve) => { raw(request, response, resolve) })
  if ((failure as { type?: string } | undefined)?.type === 'entity.too.large') return null
  if (failure) throw failure
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

/** Does the work, or answers 503 with a time to try again where the door takes nothing more just now. */
export async function unlessBusy(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (reason) {
    if (!isBusy(reason)) throw reason
    throw new Problem('unavailable', 'the feed takes nothing more just now; nothing of this was acknowledged', { headers: { 'Retry-After': '1' } })
  }
}
