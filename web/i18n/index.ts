import { createI18n } from 'vue-i18n'
import { zh } from './zh.ts'

export type Locale = 'zh' | 'en'
const KEY = 'mingjian.locale'
const TAGS: Record<Locale, string> = { zh: 'zh-CN', en: 'en' }

export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages: { zh } as Record<string, typeof zh> })

/** Switches the interface; English is loaded when first asked for. */
export async function useLocale(locale: Locale): Promise<void> {
  if (locale === 'en' && !i18n.global.availableLocales.includes('en')) {
    const { en } = await import('./en.ts')
    i18n.global.setLocaleMessage('en', en)
  }
  i18n.global.locale.value = locale
  document.documentElement.lang = TAGS[locale]
  document.title = i18n.global.t('brand')
  localStorage.setItem(KEY, locale)
}

export const currentLocale = (): Locale => (i18n.global.locale.value === 'en' ? 'en' : 'zh')

if (typeof localStorage !== 'undefined' && localStorage.getItem(KEY) === 'en') void useLocale('en')
