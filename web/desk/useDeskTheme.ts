import { onScopeDispose, shallowRef, watchEffect, type ShallowRef } from 'vue'

export type DeskTheme = 'dark' | 'light'
const KEY = 'mingjian.theme'

/** The desk's theme, remembered in this browser. The wall knows only dark: leaving the desk takes light away. */
export function useDeskTheme(): { theme: ShallowRef<DeskTheme>; toggle: () => void } {
  const theme = shallowRef<DeskTheme>(localStorage.getItem(KEY) === 'light' ? 'light' : 'dark')
  watchEffect(() => {
    document.documentElement.dataset['theme'] = theme.value
    localStorage.setItem(KEY, theme.value)
  })
  onScopeDispose(() => delete document.documentElement.dataset['theme'])
  return { theme, toggle: () => (theme.value = theme.value === 'dark' ? 'light' : 'dark') }
}
