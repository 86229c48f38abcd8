import { createRouter, createWebHistory } from 'vue-router'
import { HOMES } from './desk/pages.ts'
import { PHONE_ROUTES } from './m/routes.ts'
import { session } from './session/session.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page may be seen without having signed in. */
    open?: boolean
  }
}

/** Pages are loaded when first visited, so that the phone never pays for the wall. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./NotFoundPage.vue') },
    { path: '/login', name: 'login', component: () => import('./login/LoginPage.vue'), meta: { open: true } },
    { path: '/screen', name: 'screen', component: () => import('./screen/ScreenPage.vue') },
    { path: '/duty', name: 'duty', component: () => import('./duty/DutyPage.vue') },
    { path: '/orders', name: 'orders', component: () => import('./orders/OrdersPage.vue') },
    { path: '/duty/handover', name: 'handover', component: () => import('./duty/handover/HandoverPage.vue') },
    { path: '/inspect', name: 'inspect', component: () => import('./inspect/BoardPage.vue') },
    { path: '/inspect/:id', name: 'inspection', component: () => import('./inspect/SessionPage.vue') },
    { path: '/units/:id', name: 'unit', component: () => import('./units/UnitPage.vue') },
    { path: '/admin', redirect: '/admin/rules' },
    { path: '/admin/rules', name: 'rules', component: () => import('./admin/rules/RulesPage.vue') },
    { path: '/admin/devices', name: 'devices', component: () => import('./admin/devices/DevicesPage.vue') },
    { path: '/admin/units', name: 'units', component: () => import('./admin/units/UnitsPage.vue') },
    { path: '/admin/roster', name: 'roster', component: () => import('./admin/roster/RosterPage.vue') },
    { path: '/admin/escalation', name: 'escalation', component: () => import('./admin/escalation/EscalationPage.vue') },
    { path: '/admin/channels', name: 'channels', component: () => import('./admin/channels/ChannelsPage.vue') },
    { path: '/admin/contacts', name: 'contacts', component: () => import('./admin/contacts/ContactsPage.vue') },
    { path: '/admin/silences', name: 'silences', component: () => import('./admin/silences/SilencesPage.vue') },
    { path: '/admin/notices', name: 'notices', component: () => import('./admin/NoticesPage.vue') },
    { path: '/admin/users', name: 'users', component: () => import('./admin/UsersPage.vue') },
    { path: '/admin/audit', name: 'audit', component: () => import('./admin/AuditPage.vue') },
    { path: '/admin/dead-letters', name: 'dead-letters', component: () => import('./admin/DeadLettersPage.vue') },
    { path: '/m', component: () => import('./m/MobileFrame.vue'), children: PHONE_ROUTES },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./NotFoundPage.vue'), meta: { open: true } },
  ],
})

/** Who has not signed in goes to the login page and comes back to where they wanted to be. */
router.beforeEach(async (to) => {
  if (to.meta.open) return true
  const known = await session.restore()
  if (known === 'nobody') return { name: 'login', query: to.name === 'home' ? {} : { back: to.fullPath } }
  return to.name === 'home' ? { path: HOMES[session.user.value?.role ?? 'centre'], replace: true } : true
})
