/** Says it aloud, where the phone can; the words stand on the page in any case. */
export function speak(text: string, lang: 'zh' | 'en'): void {
  if (!('speechSynthesis' in window)) return
  const words = new SpeechSynthesisUtterance(text)
  words.lang = lang === 'en' ? 'en-US' : 'zh-CN'
  speechSynthesis.speak(words)
}
