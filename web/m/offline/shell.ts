/** Everything the phone's pages need, loaded while there is a line so that they open without one. */
const loadAll = (): Promise<unknown> => Promise.all([
  import('../orders/OrdersPage.vue'), import('../orders/OrderPage.vue'), import('../proof/ProofPage.vue'), import('../inspect/InspectionsPage.vue'), import('../inspect/InspectionPage.vue'), import('../OutboxPage.vue'), import('../MePage.vue'),
])

const REST_MS = 1_500

/**
 * The worker once it is at work. The browser's own `ready` never tells a page that came from the login page: it goes
 * by the address the page was loaded from.
 */
function activeOf(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  const coming = registration.installing ?? registration.waiting
  if (!coming) return Promise.resolve(registration.active)
  return new Promise((resolve) => {
    const look = (): void => {
      if (coming.state === 'activated') resolve(coming)
      if (coming.state === 'redundant') resolve(registration.active)
    }
    coming.addEventListener('statechange', look)
    look()
  })
}

/** Registers the worker that keeps the shell, for the phone's pages only, and tells it what the shell is made of. */
export async function keepShell(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.register('/phone-worker.js', { scope: '/m' })
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
    await loadAll()
    const worker = await activeOf(registration)
    const assets = performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname).filter((path) => path.startsWith('/assets/'))
    worker?.postMessage({ type: 'shell', assets: [...new Set(assets)] }, [])
  } catch {
    // A browser that refuses (private windows do) opens the pages only with a line; all else works.
  }
}
