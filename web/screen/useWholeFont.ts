import { onScopeDispose } from 'vue'

const FAMILY = 'Noto Sans SC Variable'
/** Files are fetched one by one and with rests: the alerts come first. */
const REST_MS = 150
const START_MS = 5000

/**
 * The typeface comes in a hundred pieces, fetched when a character first needs one. A wall without
 * Chinese fonts of its own would show boxes for that moment, so the rest is fetched quietly ahead of time.
 */
export function useWholeFont(): void {
  let ended = false
  const timer = setTimeout(() => void warm(), START_MS)

  async function warm(): Promise<void> {
    const faces = [...document.fonts].filter((face) => face.family.includes(FAMILY) && face.status === 'unloaded')
    for (const face of faces) {
      if (ended) return
      await face.load().catch(() => null)
      await new Promise((resolve) => setTimeout(resolve, REST_MS))
    }
  }
  onScopeDispose(() => {
    ended = true
    clearTimeout(timer)
  })
}
