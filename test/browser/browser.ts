import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { Constellation } from '../integration/constellation.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']
/** No sandbox, since tests run as root in containers; nothing that talks to anybody but the page under test. */
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

/** How long a page may take over anything: so long that only what never comes fails, not what is slow. */
export const PATIENCE_MS = 90_000

/** The Chromium that CHROMIUM names, else the first one on the PATH; throws where there is none. */
export function chromiumPath(): string {
  const named = process.env['CHROMIUM']
  if (named) return named
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const found = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file))
  if (!found) throw new Error(`no Chromium: set CHROMIUM to its path, or put one of ${NAMES.join(', ')} on the PATH`)
  return found
}

/** With more arguments where a test needs a device that is made up, such as a camera. */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: [...ARGUMENTS, ...more] })
}

/** A page of a context of its own, with everything that it complained about. */
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors of the console and exceptions that nobody caught. */
  readonly complaints: string[]
}

export async function visit(browser: Browser, viewport = { width: 1920, height: 1080 }): Promise<Visit> {
  const context = await browser.newContext({ viewport })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, context, complaints }
}

type Door = Pick<Constellation, 'url' | 'adminPassword'>

/** Signs in as a person would: is sent from the wall to the login page and back to the wall. */
export async function signIn({ page }: Visit, system: Door): Promise<void> {
  await page.goto(`${system.url}/screen`)
  await page.waitForURL('**/login**')
  await page.fill('input[name=username]', 'admin')
  await page.fill('input[name=password]', system.adminPassword)
  await page.click('button[type=submit]')
  await page.waitForURL('**/screen')
  await live({ page })
}

/** Waits until the page says that it is live. */
export async function live({ page }: Pick<Visit, 'page'>, timeout = PATIENCE_MS): Promise<void> {
  await page.locator('[role=status].live').waitFor({ timeout })
}
