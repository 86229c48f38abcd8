import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser, signIn, visit, type Visit } from '../browser/browser.ts'
import type { Constellation } from '../integration/constellation.ts'

/** The funnel on /orders in a real browser, opened before anything happens and never loaded anew. */
export class FunnelScreen {
  /** Where the last look at it is kept. */
  readonly picture = path.join(os.tmpdir(), 'mingjian-funnel.png')
  readonly #browser: Browser
  readonly #visit: Visit

  private constructor(browser: Browser, wall: Visit) {
    this.#browser = browser
    this.#visit = wall
  }

  static async open(system: Constellation): Promise<FunnelScreen> {
    const browser = await launchBrowser()
    const wall = await visit(browser)
    await signIn(wall, system)
    await wall.page.goto(`${system.url}/orders?view=funnel`)
    return new FunnelScreen(browser, wall)
  }

  /** The count of each step once so many are closed. */
  async closed(count: number): Promise<number[]> {
    const { page } = this.#visit
    await page.locator(`[data-funnel-step=closed][data-count="${count}"]`).waitFor({ state: 'attached', timeout: 60_000 })
    await page.waitForTimeout(1_500)
    await page.screenshot({ path: this.picture })
    return page.locator('[data-funnel-step]').evaluateAll((steps) => steps.map((step) => Number(step.getAttribute('data-count'))))
  }

  stop(): Promise<void> {
    return this.#browser.close()
  }
}
