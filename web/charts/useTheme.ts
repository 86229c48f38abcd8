import { useEventListener, useMutationObserver } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import { readTheme, type ChartTheme } from './theme.ts'

/** The chart theme, read again when the size of a rem has changed with the window, or the page has turned light or dark. */
export function useTheme(): Readonly<ShallowRef<ChartTheme>> {
  const theme = shallowRef(readTheme())
  useEventListener(window, 'resize', () => {
    const next = readTheme()
    if (next.scale !== theme.value.scale) theme.value = next
  })
  useMutationObserver(document.documentElement, () => (theme.value = readTheme()), { attributeFilter: ['data-theme'] })
  return theme
}
