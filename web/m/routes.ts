import type { RouteRecordRaw } from 'vue-router'
import { session } from '../session/session.ts'
import { lastUser } from './lastUser.ts'
import { phoneHomeOf } from './pages.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Name among `m.title` of what the phone's header says. */
    title?: string
    /** Where the phone's header leads back to; without it the page stands in the bar at the bottom. */
    back?: (params: Readonly<Record<string, string | string[]>>) => string
  }
}

const orderPath = ({ id }: Readonly<Record<string, string | string[]>>): string => `/m/orders/${encodeURIComponent(String(id))}`

/** The pages within the phone's frame. */
export const PHONE_ROUTES: RouteRecordRaw[] = [
  {
    path: '', name: 'phone', component: () => import('./OutboxPage.vue'),
    beforeEnter: () => ({ path: phoneHomeOf(session.user.value?.role ?? lastUser.value?.role ?? 'enterprise'), replace: true }),
  },
  { path: 'orders', component: () => import('./orders/OrdersPage.vue'), meta: { title: 'orders' } },
  { path: 'orders/:id', component: () => import('./orders/OrderPage.vue'), meta: { title: 'order', back: () => '/m/orders' } },
  { path: 'orders/:id/items/:item/photo', component: () => import('./proof/ProofPage.vue'), meta: { title: 'proof', back: orderPath } },
  { path: 'inspect', component: () => import('./inspect/InspectionsPage.vue'), meta: { title: 'inspections' } },
  { path: 'inspect/:id', component: () => import('./inspect/InspectionPage.vue'), meta: { title: 'inspection', back: () => '/m/inspect' } },
  { path: 'outbox', component: () => import('./OutboxPage.vue'), meta: { title: 'outbox' } },
  { path: 'me', component: () => import('./MePage.vue'), meta: { title: 'me' } },
]
