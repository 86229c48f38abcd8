import type { contactZh } from './zh.ts'

export const contactEn: typeof contactZh = {
  title: 'Contact of {name}', mine: 'My contact', phone: 'Phone', email: 'E-mail', use: 'Notices of alerts and deadlines go here; without one the next channel is used', saved: 'Saved',
  phoneHint: 'For text messages; without one the SMS channel passes on to the next', emailHint: 'For e-mail', pushHint: 'Browser push is not set here: allow desktop notices in the bell menu of the duty desk. Its sounds are muted there too, for an hour at most.',
  fault: { phone: 'Not a phone number: 3 to 20 digits, with + and - where wanted', email: 'Not an e-mail address' },
}
