import { useEventListener } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import { readTheme, type ChartTheme } from './theme.ts'

/** The chart theme, read again when the size of the wall, and with it the size of a rem, has changed. */
export function useTheme(): Readonly<ShallowRef<ChartTheme>> {
  const theme = shallowRef(readTheme())
  useEventListener(window, 'resize', () => {
    const next = readTheme()
    if (next.scale !== theme.value.scale) theme.value = next
  })
  return theme
}
