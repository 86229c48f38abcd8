/**
 * Runs in the page: names what overlaps, sticks out of the window or its panel, or is set in letters too small
 * for a wall. Must not use anything from outside itself.
 */
export function faultsOfLayout(): string[] {
  const faults: string[] = []
  const root = document.querySelector('main')
  if (!root) return ['there is no page']
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
  const name = (element: Element): string => element.className.toString().split(' ')[0] ?? element.tagName
  const seen = [...root.children].filter((child) => child.getBoundingClientRect().width > 0 && getComputedStyle(child).position !== 'absolute')
  const boxes = seen.map((child) => ({ name: [...child.classList].join('.'), box: child.getBoundingClientRect() }))
  for (const { name: panel, box } of boxes) {
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) faults.push(`${panel} sticks out of the window`)
    for (const other of boxes) {
      if (other.name >= panel) continue
      const apart = box.right <= other.box.left + 1 || other.box.right <= box.left + 1 || box.bottom <= other.box.top + 1 || other.box.bottom <= box.top + 1
      if (!apart) faults.push(`${panel} overlaps ${other.name}`)
    }
  }
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent?.trim() ?? ''
    const holder = node.parentElement
    if (text === '' || !holder || holder.closest('.unseen')) continue
    const style = getComputedStyle(holder)
    if (Number.parseFloat(style.fontSize) < 15.9 * scale) faults.push(`"${text}" is set in ${style.fontSize}`)
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    const panel = holder.closest('main > *')?.getBoundingClientRect()
    const cut = holder.closest('.cut') !== null || style.textOverflow === 'ellipsis'
    if (panel && !cut && (box.right > panel.right + 1 || box.left < panel.left - 1)) faults.push(`"${text}" of ${name(holder)} sticks out of its panel`)
    if (box.height > Number.parseFloat(style.lineHeight) * 1.6) faults.push(`"${text}" of ${name(holder)} breaks into lines`)
  }
  return faults
}
