/* Shows what the platform tells this person while no page of it is open. It keeps nothing and answers no requests. */
self.addEventListener('push', (event) => {
  const told = event.data ? event.data.json() : {}
  event.waitUntil(self.registration.showNotification(told.title ?? '明鉴', {
    body: told.text ?? '',
    // A repeat stands in the place of the first.
    tag: told.key,
    icon: '/icon-192.png',
    requireInteraction: told.severity === 'critical',
    data: { link: told.link ?? '/duty' },
  }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const link = new URL(event.notification.data.link, self.location.origin)
  event.waitUntil((async () => {
    if (link.origin !== self.location.origin) return
    const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
    const page = pages.find((each) => new URL(each.url).pathname === link.pathname)
    if (!page) return self.clients.openWindow(link.href)
    await page.focus()
    return page.navigate(link.href)
  })())
})
