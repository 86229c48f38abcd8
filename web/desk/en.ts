import type { deskZh } from './zh.ts'

export const deskEn: typeof deskZh = {
  pages: 'Pages',
  page: { screen: 'Wall', duty: 'Duty', orders: 'Orders', inspect: 'Remote', units: 'Units', admin: 'Admin' },
  theme: { dark: 'Light', light: 'Dark' },
}
