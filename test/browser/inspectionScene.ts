import { writeFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { visit, type Visit } from './browser.ts'

export const POINT = { longitude: 115.69, latitude: 37.74 }
export const PASSWORD = 'correct horse battery'
/** A camera and a microphone that are made up, and no click needed to hear. */
export const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required']
const taken: string | undefined = process.env['SCREENSHOTS']

/** Keeps what a person would see, where a folder for it is named. */
export async function picture(page: Page, name: string): Promise<void> {
  if (taken !== undefined) await page.screenshot({ path: `${taken}/${name}.png` })
}

/** Keeps a printed form in the same folder. */
export async function keep(name: string, bytes: Uint8Array): Promise<void> {
  if (taken !== undefined) await writeFile(`${taken}/${name}`, bytes)
}

/** Frames that were painted, and a rough look at the last: 8 × 8 spots of grey. */
export function look(selector: string): (page: Page) => Promise<{ frames: number; spots: number[] }> {
  return (page) => page.evaluate((wanted) => {
    const video = document.querySelector<HTMLVideoElement>(wanted)
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 8
    const context = canvas.getContext('2d')
    if (!video || !context || video.videoWidth === 0) return { frames: 0, spots: [] }
    // Ends of the picture may be black bars of another shape; the video itself has none.
    context.drawImage(video, 0, 0, 8, 8)
    const { data } = context.getImageData(0, 0, 8, 8)
    return { frames: video.getVideoPlaybackQuality().totalVideoFrames, spots: Array.from({ length: 64 }, (_, i) => ((data[4 * i] ?? 0) + (data[4 * i + 1] ?? 0) + (data[4 * i + 2] ?? 0)) / 3) }
  }, selector)
}
export const shown = look('.live-picture video')

/** The inspector's phone, on the spot, at the inspection of that id; `prepared` is called before it opens. */
export async function phoneAt(browser: Browser, url: string, id: string, prepared: (page: Page) => Promise<void> = async () => undefined): Promise<Visit> {
  const visited = await visit(browser, { width: 390, height: 844 })
  await visited.context.grantPermissions(['geolocation', 'camera', 'microphone'], { origin: url })
  await visited.context.setGeolocation({ ...POINT, accuracy: 12 })
  await prepared(visited.page)
  await arrive(visited, url, `/m/inspect/${id}`, 'inspector')
  return visited
}

/** Signs in on the way to the page at `path`. */
export async function arrive({ page }: Visit, url: string, path: string, username: string): Promise<void> {
  await page.goto(`${url}${path}`)
  await page.fill('input[name=username]', username)
  await page.fill('input[name=password]', PASSWORD)
  await page.click('button[type=submit]')
  // The way back stands in the address of the login page too.
  await page.waitForURL((address) => address.pathname === path)
}

/** One stroke over it. */
export async function draw(page: Page, selector: string): Promise<void> {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`${selector} is not there`)
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4)
  await page.mouse.down()
  for (const share of [0.4, 0.5, 0.6]) await page.mouse.move(box.x + box.width * share, box.y + box.height * (1 - share))
  await page.mouse.up()
}

/** Ticks all that has no tick yet. */
export async function tickTheRest({ page }: Visit): Promise<void> {
  await page.locator('[data-tab=tick]').click()
  await page.locator('article[data-item]').first().waitFor()
  const open = await page.locator('article[data-item]:not([data-result])').evaluateAll((items) => items.map((item) => item.getAttribute('data-item')))
  for (const item of open) {
    await page.locator(`article[data-item="${item}"] [data-tick=pass]`).click()
    await page.locator(`article[data-item="${item}"][data-result]`).waitFor()
  }
}
/** Both sign on the phone. */
export async function sign({ page }: Visit): Promise<void> {
  await page.locator('[data-form=sign]').waitFor()
  await page.locator('[data-pad=inspector] svg').scrollIntoViewIfNeeded()
  await draw(page, '[data-pad=inspector] svg')
  await page.fill('input[name=person]', '王某')
  await page.fill('input[name=position]', '负责人')
  await page.locator('[data-pad=unit] svg').scrollIntoViewIfNeeded()
  await draw(page, '[data-pad=unit] svg')
  await page.locator('[data-do=sign]').click()
}
