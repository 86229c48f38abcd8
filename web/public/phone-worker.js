/**
 * Keeps the shell of the phone's pages (/m) so that they open without a line. It never sees into the API: what it does
 * not name goes to the network as if it were not there.
 */
const CACHE = 'mingjian-phone-1'
const SHELL = '/m'
const PATIENCE_MS = 4_000
const STATIC = new Set(['/mark.svg', '/manifest.webmanifest', '/icon-192.png', '/icon-512.png', '/apple-touch-icon.png'])

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(new Request(SHELL, { cache: 'reload' }))).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('mingjian-phone-') && name !== CACHE) await caches.delete(name)
    await self.clients.claim()
  })())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate' && isPhone(url.pathname)) event.respondWith(page(request))
  else if (url.pathname.startsWith('/assets/') || STATIC.has(url.pathname)) event.respondWith(asset(request))
})

/** The page has loaded all it needs and says what that is: keep it, with the page itself, and let older builds go. */
self.addEventListener('message', (event) => {
  if (event.data?.type === 'shell' && Array.isArray(event.data.assets)) event.waitUntil(keep(event.data.assets).catch(() => null))
})

function isPhone(path) {
  return path === SHELL || path.startsWith(`${SHELL}/`)
}

/** The page as the server has it now; as we last had it where the server is out of reach or too slow. */
async function page(request) {
  const fresh = fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null)
  const answer = await fresh
  if (answer && answer.status < 500) return answer
  const kept = await (await caches.open(CACHE)).match(SHELL)
  return kept ?? answer ?? Response.error()
}

/** Names of assets carry their hash, so a kept one is right for ever. */
async function asset(request) {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(request.url, { ignoreVary: true })
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok && answer.status === 200) await cache.put(request.url, answer.clone())
  return answer
}

async function keep(assets) {
  const cache = await caches.open(CACHE)
  const answer = await fetch(SHELL, { cache: 'no-cache' })
  if (!answer.ok) return
  const named = [...(await answer.clone().text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path)
  const wanted = new Set([...assets, ...named, ...STATIC])
  for (const path of wanted) if (!(await cache.match(path, { ignoreVary: true }))) await cache.add(path)
  await cache.put(SHELL, answer)
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url)
    if (/\.(?:js|css)$/.test(pathname) && !wanted.has(pathname)) await cache.delete(request)
  }
}
