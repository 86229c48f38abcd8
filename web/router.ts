import { createRouter, createWebHistory } from 'vue-router'
import type { Role } from '../domain/user.ts'
import { rolesOf } from './admin/pages.ts'
import { DIRECTORS, HOMES, OFFICERS } from './desk/pages.ts'
import { PHONE_ROUTES } from './m/routes.ts'
import { session } from './session/session.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page may be seen without having signed in. */
    open?: boolean
    /** Who may see it; everybody who is signed in where absent. The server asks again at each request. */
    roles?: readonly Role[]
  }
}

/** Pages are loaded when first visited, so that the phone never pays for the wall. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./NotFoundPage.vue') },
    { path: '/login', name: 'login', component: () => import('./login/LoginPage.vue'), meta: { open: true } },
    { path: '/screen', name: 'screen', component: () => import('./screen/ScreenPage.vue') },
    { path: '/duty', name: 'duty', component: () => import('./duty/DutyPage.vue'), meta: { roles: OFFICERS } },
    { path: '/orders', name: 'orders', component: () => import('./orders/OrdersPage.vue'), meta: { roles: OFFICERS } },
    { path: '/duty/handover', name: 'handover', component: () => import('./duty/handover/HandoverPage.vue'), meta: { roles: OFFICERS } },
    { path: '/inspect', name: 'inspect', component: () => import('./inspect/BoardPage.vue'), meta: { roles: DIRECTORS } },
    { path: '/inspect/:id', name: 'inspection', component: () => import('./inspect/SessionPage.vue'), meta: { roles: OFFICERS } },
    { path: '/units/:id', name: 'unit', component: () => import('./units/UnitPage.vue') },
    { path: '/admin', redirect: '/admin/rules' },
    { path: '/admin/rules', name: 'rules', component: () => import('./admin/rules/RulesPage.vue'), meta: { roles: rolesOf('rules') } },
    { path: '/admin/devices', name: 'devices', component: () => import('./admin/devices/DevicesPage.vue'), meta: { roles: rolesOf('devices') } },
    { path: '/admin/units', name: 'units', component: () => import('./admin/units/UnitsPage.vue'), meta: { roles: rolesOf('units') } },
    { path: '/admin/roster', name: 'roster', component: () => import('./admin/roster/RosterPage.vue'), meta: { roles: rolesOf('roster') } },
    { path: '/admin/escalation', name: 'escalation', component: () => import('./admin/escalation/EscalationPage.vue'), meta: { roles: rolesOf('escalation') } },
    { path: '/admin/channels', name: 'channels', component: () => import('./admin/channels/ChannelsPage.vue'), meta: { roles: rolesOf('channels') } },
    { path: '/admin/contacts', name: 'contacts', component: () => import('./admin/contacts/ContactsPage.vue'), meta: { roles: rolesOf('contacts') } },
    { path: '/admin/silences', name: 'silences', component: () => import('./admin/silences/SilencesPage.vue'), meta: { roles: rolesOf('silences') } },
    { path: '/admin/notices', name: 'notices', component: () => import('./admin/NoticesPage.vue'), meta: { roles: rolesOf('notices') } },
    { path: '/admin/users', name: 'users', component: () => import('./admin/UsersPage.vue'), meta: { roles: rolesOf('users') } },
    { path: '/admin/audit', name: 'audit', component: () => import('./admin/AuditPage.vue'), meta: { roles: rolesOf('audit') } },
    { path: '/admin/dead-letters', name: 'dead-letters', component: () => import('./admin/DeadLettersPage.vue'), meta: { roles: rolesOf('dead-letters') } },
    { path: '/m', component: () => import('./m/MobileFrame.vue'), children: PHONE_ROUTES },
    { path: '/closed', name: 'closed', component: () => import('./NotFoundPage.vue'), props: { why: 'closed' } },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./NotFoundPage.vue'), meta: { open: true } },
  ],
})

/** Who has not signed in goes to the login page and comes back to where they wanted to be. */
router.beforeEach(async (to) => {
  if (to.meta.open) return true
  const known = await session.restore()
  if (known === 'nobody') return { name: 'login', query: to.name === 'home' ? {} : { back: to.fullPath } }
  const role = session.user.value?.role
  if (to.name === 'home') return { path: HOMES[role ?? 'centre'], replace: true }
  return role && to.meta.roles && !to.meta.roles.includes(role) ? { name: 'closed', replace: true } : true
})
