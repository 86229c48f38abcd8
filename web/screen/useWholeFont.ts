import { onScopeDispose } from 'vue'

const START_MS = 6000
/** Files are fetched one by one and with rests: the alerts come first. */
const REST_MS = 100

/** Addresses of all font files that our style sheets name. */
function fontFiles(): string[] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return []
      const file = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1]
      return file === undefined ? [] : [new URL(file, sheet.href ?? location.href).href]
    }),
  )
}

/**
 * The typeface comes in a hundred pieces, fetched when a character first needs one. A wall without
 * Chinese fonts of its own would show boxes for that long, so the pieces are put into the browser's
 * cache quietly ahead of time; they are not decoded before they are needed.
 */
export function useWholeFont(): void {
  let ended = false
  const timer = setTimeout(() => void warm(), START_MS)

  async function warm(): Promise<void> {
    for (const file of fontFiles()) {
      if (ended) return
      await fetch(file, { priority: 'low' }).then((answer) => answer.arrayBuffer()).catch(() => null)
      await new Promise((resolve) => setTimeout(resolve, REST_MS))
    }
  }
  onScopeDispose(() => {
    ended = true
    clearTimeout(timer)
  })
}
