import type { Alert } from '../../domain/alert.ts'
import type { Order } from '../../domain/order.ts'
import { Administrator, until } from '../integration/administrator.ts'
import { startConstellation } from '../integration/constellation.ts'
import { ProofPhone } from '../integration/proofPhone.ts'
import { FunnelScreen } from './funnelScreen.ts'
import { NOTICE_INPUT } from '../builders/orders.ts'

/** As many as were found and put right in the city's first season. */
const VIOLATIONS = 449
const UNITS = 20
const AT_ONCE = 8
const PASSWORD = 'correct horse battery'
const POINT: [number, number] = [115.69, 37.74]

/**
 * Feeds 449 violations in and leads each to a closed order: seen by a camera, confirmed, issued, accepted by the unit,
 * answered for by the officer who was on site, verified by another, closed. Exits with 1 unless all of them are closed, by
 * the API and on the screen that was open all the while.
 */
async function main(): Promise<void> {
  const system = await startConstellation({ web: true, demo: false })
  let screen: FunnelScreen | null = null
  try {
    const began = Date.now()
    const admin = new Administrator(system)
    for (const [username, role] of [['issuer', 'duty'], ['verifier', 'inspector']]) await admin.create('users', { username, name: username, role, jurisdiction: { scope: 'city' }, password: PASSWORD })
    const signIn = (username: string): Promise<ProofPhone> => ProofPhone.signIn(system, { username, password: PASSWORD }, '', POINT)
    const [issuer, verifier] = await Promise.all([signIn('issuer'), signIn('verifier')])
    const units = new Map<string, ProofPhone>()
    for (let i = 0; i < UNITS; i += 1) {
      await admin.unit(`unit-${i}`)
      await admin.create('users', { username: `unit-${i}`, name: `单位 ${i}`, role: 'enterprise', jurisdiction: { scope: 'unit', unit: `unit-${i}` }, password: PASSWORD })
      units.set(`unit-${i}`, await signIn(`unit-${i}`))
    }
    for (let i = 0; i < VIOLATIONS; i += 1) await admin.device(`camera-${i}`, `unit-${i % UNITS}`, { profile: 'camera' })
    screen = await FunnelScreen.open(system)
    const at = Date.now()
    await admin.call('POST', 'detections', Array.from({ length: VIOLATIONS * 3 }, (_, i) => ({
      device: `camera-${Math.floor(i / 3)}`, ts: at - (2 - (i % 3)) * 4_000, id: `d${i}`, phase: 'start', type: 'rodent', confidence: 0.97, box: [0.1, 0.1, 0.2, 0.2],
    })))
    const alerts = await until('every violation to be an alert', async () => {
      const found = await admin.alerts('type=rodent')
      return found.length === VIOLATIONS && found
    }, 120_000)
    await eachOf(alerts, async (alert: Alert) => {
      await admin.call('POST', `alerts/${encodeURIComponent(alert.id)}/confirm`, {})
      // Confirming has an order drafted: that one goes on, and never a second beside it.
      const { id } = await until(`the order of ${alert.id}`, async () => (await admin.get<{ items: Order[] }>(`orders?alert=${encodeURIComponent(alert.id)}`)).items[0], 60_000)
      const unit = units.get(alert.unitId ?? '')
      await issuer.act(id, 'triage', { basis: { kind: 'guidance', status: 'unverified' } })
      await issuer.act(id, 'issue', NOTICE_INPUT)
      await unit?.act(id, 'accept')
      await unit?.act(id, 'start')
      await issuer.act(id, 'submit', { override: { reason: '现场核查，已整改' } })
      await verifier.act(id, 'verify')
      await verifier.act(id, 'close', { note: '整改完成' })
    })
    const { steps } = await admin.get<{ steps: { step: string; count: number }[] }>('orders/funnel')
    const numbers = new Set((await admin.get<{ items: Order[] }>('orders?state=closed&limit=500')).items.map(({ number }) => number))
    process.stdout.write(`${steps.map(({ step, count }) => `${step} ${count}`).join(' → ')}; ${numbers.size} numbers; ${Math.round((Date.now() - began) / 1_000)} s\n`)
    const shown = await screen.closed(VIOLATIONS)
    process.stdout.write(`on screen: ${shown.join(' → ')}; ${screen.picture}\n`)
    process.exitCode = [...steps.map(({ count }) => count), ...shown, numbers.size].every((count) => count === VIOLATIONS) ? 0 : 1
  } finally {
    await screen?.stop()
    await system.stop()
  }
}

/** Some at once, until all are done. */
async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }))
}

await main()
