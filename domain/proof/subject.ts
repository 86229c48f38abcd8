import type { Exhibit } from './capture.ts'
import { failed, passed, type Check } from './check.ts'

/** The photo names an item of this order and the challenge word of this upload; the officer sees whether it shows them. */
export function checkSubject({ capture, circumstances }: Exhibit): Check {
  if (!circumstances.items.includes(capture.item)) return failed('subject', 'unknown-item')
  return capture.word === circumstances.word ? passed('subject', 'word-given') : failed('subject', 'wrong-word')
}

/** Two plain characters each: easily written on a slip of paper and read from a photo. */
const WORDS = [
  '青山', '流水', '明月', '白云', '红枫', '晨光', '晴空', '春雨', '秋风', '冬雪', '夏荷', '金桂', '竹林', '松涛', '海潮', '江南', '长河', '高原', '平川', '星辰',
  '彩虹', '远帆', '归雁', '玉兰', '牡丹', '石榴', '银杏', '杨柳', '梧桐', '麦浪', '稻香', '渔火',
] as const

/** The challenge word for a random number from 0 to below 1. */
export function challengeWord(random: number): string {
  return WORDS[Math.floor(random * WORDS.length)] ?? WORDS[0]
}
