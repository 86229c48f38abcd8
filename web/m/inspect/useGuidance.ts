import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Ask, Entry, EntryOf } from '../../../domain/inspection/entry.ts'
import type { OpenedInspection } from '../../inspect/useInspection.ts'
import { keep, readKept } from '../kept.ts'
import { speak } from './speak.ts'
import type { Publishing } from './usePublishing.ts'

/** A still may be asked for while the line is cut; a camera is switched at once or not at all. */
const STILL_MS = 10 * 60_000
const SWITCH_MS = 30_000

export interface Guidance {
  /** What the centre says last. */
  readonly said: ShallowRef<string | null>
  /** The item the centre asks for. */
  readonly wanted: ShallowRef<string | null>
  /** The newest drawing nobody has looked at yet. */
  readonly returned: ComputedRef<EntryOf<'drawing'>['body'] | null>
  look(): void
}

/** Does what the centre asks of the phone, each thing once. */
export function useGuidance(opened: OpenedInspection, publishing: Publishing, shoot: (more: { answers: string }) => Promise<string | null>): Guidance {
  const { t, locale } = useI18n()
  const keptAs = `inspection.${opened.id}.looked`
  const said = shallowRef<string | null>(null)
  const wanted = shallowRef<string | null>(null)
  const seen = shallowRef<ReadonlySet<string>>(new Set(readKept<string[]>(keptAs)?.value ?? []))
  const handled = new Set<string>()
  /** Asks that the inspector has been told to open the camera for. */
  const waiting = new Set<string>()

  const say = (text: string): void => {
    said.value = text
    speak(text, locale.value === 'en' ? 'en' : 'zh')
  }
  /** What can't be done is said to both: nobody waits for it. */
  function decline(what: Ask): void {
    const text = t(`inspect.phone.cannot.${what}`)
    say(text)
    void opened.enter('message', { text: t('inspect.phone.reply', { text }) }, text)
  }
  /** Asked of the camera, which is closed: the inspector hears of it, and the centre why nothing comes. */
  function wait(entry: EntryOf<'ask'>): void {
    const age = Date.now() - Date.parse(entry.receivedAt)
    if (waiting.has(entry.key) || age > SWITCH_MS) return
    waiting.add(entry.key)
    say(t('inspect.phone.openFirst', { asked: t(`inspect.asked.${entry.body.what}`) }))
    const text = t('inspect.phone.cannot.still')
    void opened.enter('message', { text: t('inspect.phone.reply', { text }) }, text)
  }
  async function ask(entry: EntryOf<'ask'>): Promise<void> {
    const age = Date.now() - Date.parse(entry.receivedAt)
    const { what } = entry.body
    if (what === 'still') {
      const answered = opened.entries.value.some((one) => one.kind === 'still' && one.body.answers === entry.key)
      if (answered || age > STILL_MS) return
      say(t('inspect.asked.still'))
      if ((await shoot({ answers: entry.key })) === null) decline(what)
      return
    }
    if (age > SWITCH_MS) return
    say(t(`inspect.asked.${what}`))
    const done = what === 'front' || what === 'back' ? await publishing.face(what === 'front' ? 'user' : 'environment') : await publishing.torch(what === 'torch-on')
    if (!done) decline(what)
  }
  function heed(entry: Entry): void {
    if (entry.kind === 'pointer') say(entry.body.text)
    if (entry.kind === 'push') {
      wanted.value = entry.body.item
      const item = opened.dossier.value?.checklist.items.find((one) => one.id === entry.body.item)
      if (item) say(t('inspect.list.pushed', { item: locale.value === 'en' ? item.en : item.zh }))
    }
    if (entry.kind === 'message' && entry.client !== '') say(entry.body.text)
  }
  const inspectors = (): string[] => (opened.dossier.value?.inspectors ?? []).map((one) => `user:${one.username}`)
  let first = true
  watch([opened.entries, publishing.stream], ([entries, stream]) => {
    for (const entry of entries) {
      if (handled.has(entry.key)) continue
      // Asked of the camera: it waits until the camera is open.
      if (entry.kind === 'ask' && !stream) {
        wait(entry)
        continue
      }
      handled.add(entry.key)
      if (entry.kind === 'ask') void ask(entry)
      else if (!first && !inspectors().includes(entry.by)) heed(entry)
    }
    first = false
  }, { immediate: true })
  const returned = computed(() => {
    const drawings = opened.entries.value.filter((entry) => entry.kind === 'drawing')
    return drawings.findLast((entry) => !seen.value.has(entry.key))?.body ?? null
  })
  return {
    said, wanted, returned,
    look: () => {
      seen.value = new Set(opened.entries.value.flatMap((entry) => (entry.kind === 'drawing' ? [entry.key] : [])))
      keep(keptAs, [...seen.value])
    },
  }
}
