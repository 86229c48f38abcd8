import { onScopeDispose, watch } from 'vue'

/** The title of the browser's tab, with the number of what waits before it; the former one comes back with the page left. */
export function useTabTitle(title: () => string, count: () => number): void {
  const before = document.title
  watch(() => (count() > 0 ? `(${count()}) ${title()}` : title()), (text) => (document.title = text), { immediate: true, flush: 'post' })
  onScopeDispose(() => (document.title = before))
}
