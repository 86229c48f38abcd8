import { currentLocale } from '../i18n/index.ts'

/** What stands between the names of a list. */
export const comma = (): string => (currentLocale() === 'en' ? ', ' : '、')
