import { api } from '../api/client.ts'

const WORKER = '/push-worker.js'

/**
 * Has the platform tell this browser also while no page of it is open. Where the browser can't, or its push service is
 * out of reach, the notices of an open page remain.
 */
export async function subscribeToPush(): Promise<void> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) return
  try {
    const registration = await navigator.serviceWorker.register(WORKER, { scope: '/duty' })
    await running(registration)
    const { publicKey } = await api.get<{ publicKey: string }>('/duty/push')
    const subscription = (await registration.pushManager.getSubscription()) ?? (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }))
    const { endpoint, keys } = subscription.toJSON()
    await api.post('/duty/push', { endpoint, keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] } })
  } catch {
    // The desk goes on without.
  }
}

/** Resolves once the worker runs. Not `ready`: that waits for ever where the page was opened outside the worker's scope. */
function running({ active, installing, waiting }: ServiceWorkerRegistration): Promise<void> {
  const coming = installing ?? waiting
  if (active || !coming) return Promise.resolve()
  return new Promise((resolve) => coming.addEventListener('statechange', () => coming.state === 'activated' && resolve()))
}
