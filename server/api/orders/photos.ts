import { createHash } from 'node:crypto'
import { Router } from 'express'
import { z } from 'zod'
import type { Order, OrderPhoto } from '../../../domain/order.ts'
import { orderText } from '../../../domain/order/input.ts'
import { OFFICERS, permit } from '../../../domain/order/transitions.ts'
import { captureSchema, type Capture, type Portrait } from '../../../domain/proof/capture.ts'
import { CHECKS, holds, type Check } from '../../../domain/proof/check.ts'
import { examine, override } from '../../../domain/proof/examine.ts'
import { compareLooks } from '../../../domain/proof/look.ts'
import type { User } from '../../../domain/user.ts'
import { phoneOfBrowser } from '../../../stores/postgres/boundPhones.ts'
import { appendLiveEvents } from '../../../stores/postgres/liveEvents.ts'
import { orderEvent, updateOrder } from '../../../stores/postgres/orders.ts'
import { transaction, type Client } from '../../../stores/postgres/pool.ts'
import { checksOf, findLikeness, findRendering, insertPhoto, lockPhotosOf, photosOf, RENDERINGS, setChecks } from '../../../stores/postgres/proofPhotos.ts'
import { findUnit } from '../../../stores/postgres/units.ts'
import { findUpload, finishUpload, uploadedBytes, type Upload } from '../../../stores/postgres/uploads.ts'
import { readPicture, type Picture } from '../../proof/picture.ts'
import { browserOf } from '../../session/boundBrowser.ts'
import { requireRole } from '../../session/authenticate.ts'
import { pathParameter, readBody, userOf } from '../input.ts'
import { describe } from '../openapi.ts'
import { Problem } from '../problem.ts'
import { answerCreated, audit, makeId } from '../register.ts'
import { actorOf, orderWithin, problemOf } from './actor.ts'
import type { OrderContext } from './routes.ts'
import { photoSchema } from './shapes.ts'

const overrideInput = z.strictObject({ check: z.enum(CHECKS), reason: orderText }).meta({ id: 'CheckOverride' })

/** Photos of the proof: from a finished upload, with their checks. */
export function photoRoutes(context: OrderContext): Router {
  const router = Router()
  router.post('/uploads/:id/complete', async (request, response) => {
    const photo = await completeUpload(context, userOf(response), pathParameter(request, 'id'), { capture: readBody(request, captureSchema), browser: browserOf(request) })
    answerCreated(request, response, photo.id, photo)
  })
  router.post('/orders/:id/photos/:photo/override', requireRole(...OFFICERS), async (request, response) => {
    const input = readBody(request, overrideInput)
    response.json(await overrideCheck(context, userOf(response), pathParameter(request, 'id'), pathParameter(request, 'photo'), input))
  })
  for (const rendering of RENDERINGS) {
    router.get(`/orders/:id/photos/:photo/${rendering}`, async (request, response) => {
      const bytes = await findRendering(context.db, pathParameter(request, 'id'), pathParameter(request, 'photo'), rendering, userOf(response).jurisdiction)
      if (!bytes) throw new Problem('not-found')
      response.set({ 'Cache-Control': 'private, max-age=31536000, immutable', 'Content-Disposition': 'inline', 'X-Content-Type-Options': 'nosniff' }).type('image/jpeg').send(bytes)
    })
  }
  return router
}

/** What arrived, unpacked before any lock is taken. */
interface Arrived extends Picture {
  readonly bytes: Buffer
  readonly sha256: string
  readonly portrait: { readonly bytes: Buffer; readonly sha256: string; readonly seen: Omit<Portrait, 'usedBy'> } | null
}

/** What the page says of the photo, and the hash of the secret by which its browser stands for a phone. */
interface Said {
  readonly capture: Capture
  readonly browser: Buffer | null
}

async function completeUpload(context: OrderContext, user: User, id: string, { capture, browser }: Said): Promise<OrderPhoto> {
  const upload = await findUpload(context.db, id, user.username)
  if (!upload) throw new Problem('not-found')
  const arrived = upload.photoId === null ? await readArrived(context, upload) : null
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const locked = await findUpload(client, id, user.username, true)
    const order = await orderWithin(client, upload.orderId, user, at)
    // A repeat, or the other of two at once: the photo is there.
    if (!locked || !arrived || locked.photoId !== null) return photoOf(client, order.id, locked?.photoId ?? upload.photoId)
    const refused = permit(order, 'attach', actorOf(user))
    if (refused) throw problemOf(refused, 'photo')
    const photoId = makeId('photo')
    const checks = await storePhoto(client, { photoId, order, upload: locked, capture, browser, arrived, by: `user:${user.username}`, at })
    await finishUpload(client, id, photoId)
    const photo = await photoOf(client, order.id, photoId)
    const failures = checks.filter((check) => check.status === 'fail').map((check) => `${check.name}: ${check.reason}`)
    const note = [photoId, capture.item, ...failures].join('\n')
    await tell(client, context, user, { order, event: failures.length === 0 ? 'photo-taken' : 'photo-refused', action: 'photo', note, detail: { photo: photoId, sha256: arrived.sha256, portrait: arrived.portrait?.sha256, failures } })
    return photo
  })
}

async function readArrived({ db }: OrderContext, upload: Upload): Promise<Arrived> {
  const bytes = await uploadedBytes(db, upload.id, 'photo')
  const portrait = upload.portraitSize ? await uploadedBytes(db, upload.id, 'portrait') : null
  if (upload.size === null || bytes.length < upload.size || (portrait && portrait.length < (upload.portraitSize ?? 0))) throw new Problem('conflict', 'Not all bytes have arrived')
  const picture = await readPicture(bytes)
  const face = portrait && (await readPicture(portrait))
  if (!picture || (portrait && !face)) throw new Problem('invalid', 'The photo is no JPEG that can be read')
  const seen = face && { width: face.facts.width, height: face.facts.height, contrast: face.facts.contrast, scene: compareLooks(face.look, picture.look) }
  return { bytes, sha256: sha256(bytes), ...picture, portrait: portrait && seen && { bytes: portrait, sha256: sha256(portrait), seen } }
}

interface Storing extends Said {
  readonly photoId: string
  readonly order: Order
  readonly upload: Upload
  readonly arrived: Arrived
  readonly by: string
  readonly at: number
}

async function storePhoto(client: Client, { photoId, order, upload, capture, browser, arrived, by, at }: Storing): Promise<Check[]> {
  const unit = order.unitId === null ? null : await findUnit(client, order.unitId, { scope: 'city' })
  if (!unit) throw new Problem('conflict', 'The unit of the order is not registered')
  await lockPhotosOf(client, unit.id)
  const { sameAs, nearest, portraitUsedBy } = await findLikeness(client, { unitId: unit.id, orderId: order.id, sha256: arrived.sha256, look: arrived.look, portraitSha256: arrived.portrait?.sha256 ?? null })
  const checks = examine({
    capture, picture: arrived.facts,
    circumstances: {
      ...upload, sameAs, nearest, sha256: arrived.sha256, receivedAt: upload.receivedAt ?? at, issuedAt: Date.parse(order.issuedAt ?? order.createdAt), unitPoint: unit.point,
      items: order.items.map((item) => item.id), phones: unit.contacts.map((contact) => contact.phone), boundPhone: browser && await phoneOfBrowser(client, unit.id, browser),
      portrait: arrived.portrait && { ...arrived.portrait.seen, usedBy: portraitUsedBy },
    },
  })
  // It proves what it shows from when it arrived.
  await insertPhoto(client, {
    id: photoId, orderId: order.id, unitId: unit.id, item: capture.item, by, at: upload.receivedAt ?? at, sha256: arrived.sha256, bytes: arrived.bytes,
    preview: arrived.preview, portrait: arrived.portrait, width: arrived.facts.width, height: arrived.facts.height, look: arrived.look, capture, checks, holds: holds(checks),
  })
  return checks
}

function overrideCheck(context: OrderContext, user: User, id: string, photoId: string, { check, reason }: z.output<typeof overrideInput>): Promise<OrderPhoto> {
  const at = context.clock()
  return transaction(context.db, async (client) => {
    const order = await orderWithin(client, id, user, at)
    const refused = permit(order, 'comment', actorOf(user))
    if (refused) throw problemOf(refused, 'override')
    const before = await checksOf(client, id, photoId)
    if (!before) throw new Problem('not-found')
    const after = override(before, check, `user:${user.username}`, reason, at)
    if (!after) throw new Problem('conflict', `The check of ${check} has not failed`)
    await setChecks(client, photoId, after, holds(after))
    const photo = await photoOf(client, id, photoId)
    await tell(client, context, user, { order, event: 'check-overridden', action: 'override', note: `${photoId}\n${check}\n${reason}`, detail: { photo: photoId, check, reason } })
    return photo
  })
}

interface Told {
  readonly order: Order
  readonly event: string
  readonly action: string
  readonly note: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** On the order's timeline, in the audit log and live. */
async function tell(client: Client, { clock }: OrderContext, user: User, { order, event, action, note, detail }: Told): Promise<void> {
  const at = clock()
  const entry = { at: new Date(at).toISOString(), event, by: `user:${user.username}`, note }
  const after = { ...order, timeline: [...order.timeline, entry], version: order.version + 1 }
  await updateOrder(client, after)
  await audit(client, { by: user, at, action: `order.${action}`, subject: `order:${order.id}`, detail })
  await appendLiveEvents(client, [orderEvent(`order.${event}`, at, after)])
}

async function photoOf(client: Client, orderId: string, id: string | null): Promise<OrderPhoto> {
  const photo = (await photosOf(client, orderId)).find((one) => one.id === id)
  if (!photo) throw new Problem('not-found')
  return photo
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

describe(
  { method: 'post', path: '/api/v1/uploads/{id}/complete', tag: 'orders', summary: 'Make the uploaded bytes a photo of the proof', description: 'Answers the photo with its checks. A photo whose checks fail is kept, but proves nothing unless an officer overrides them. A repeat answers the same photo.', body: captureSchema, status: 201, answer: photoSchema },
  { method: 'post', path: '/api/v1/orders/{id}/photos/{photo}/override', tag: 'orders', summary: 'Answer for a check that failed', roles: OFFICERS, body: overrideInput, answer: photoSchema },
  ...RENDERINGS.map((rendering) => ({ method: 'get' as const, path: `/api/v1/orders/{id}/photos/{photo}/${rendering}`, tag: 'orders', summary: `The ${rendering} of a photo, as image/jpeg` })),
)
