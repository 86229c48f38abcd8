import { inject, provide, type InjectionKey } from 'vue'
import { useDeskTheme } from '../desk/useDeskTheme.ts'

type PhoneTheme = ReturnType<typeof useDeskTheme>
const KEY: InjectionKey<PhoneTheme> = Symbol('phone theme')

/** One theme for all pages of the phone; for the frame. */
export function providePhoneTheme(): void {
  provide(KEY, useDeskTheme())
}

export function usePhoneTheme(): PhoneTheme {
  const theme = inject(KEY)
  if (!theme) throw new Error('there is no phone frame around this page')
  return theme
}
