import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { launchBrowser, signIn, visit } from '../browser/browser.ts'
import { startConstellation } from '../integration/constellation.ts'
import { percentile } from './figures.ts'
import { Flow } from './flow.ts'
import { Report } from './report.ts'
import { MeasuredSystem } from './system.ts'

const say = (line: string): void => void process.stderr.write(`${line}\n`)
const report = new Report(say)
const ACTIONS = 100

// Text, since what the loader makes of functions needs names that a page does not have.
const PRESS = `new Promise((done) => {
  const row = document.querySelector('[data-alert][aria-selected=true]') ?? document.querySelector('[data-alert]')
  const began = performance.now()
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
  const look = () => row.isConnected && row.dataset.alert === id ? requestAnimationFrame(look) : requestAnimationFrame(() => done(performance.now() - began))
  const id = row.dataset.alert
  look()
})`
const WATCH = `window.seen = { longest: 0, count: 0 }
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) {
    window.seen.count += 1
    window.seen.longest = Math.max(window.seen.longest, duration)
  }
}).observe({ entryTypes: ['longtask'] })`

/**
 * `npm run bench:desk`: the duty desk before thousands of open alerts, raised by readings as any other: how long it takes
 * to open and to show what a key did, and whether its memory stays bounded while alerts come and go.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { alerts: { type: 'string', default: '10000' }, minutes: { type: 'string', default: '30' } } })
  const [alerts, minutes] = [Number(values.alerts), Number(values.minutes)]
  const constellation = await startConstellation({ web: true, demo: false })
  const system = new MeasuredSystem(constellation)
  const flow = new Flow(system)
  const browser = await launchBrowser()
  try {
    await flow.start()
    report.add(`${alerts.toLocaleString('en')} alerts raised`, await flow.flood(alerts), 's', 'from the first publish to the last open alert in the API')
    const desk = await visit(browser)
    await signIn(desk, constellation)
    await opening(desk.page, constellation.url, alerts)
    await actions(desk.page)
    const cdp = await desk.context.newCDPSession(desk.page)
    await through(desk.page, cdp, flow, system, minutes)
    if (desk.complaints.length > 0) report.add('complaints of the page', desk.complaints.length, '', desk.complaints.slice(0, 3).join('; '))
  } finally {
    await browser.close()
    flow.stop()
    await system.stop()
    await constellation.stop()
  }
  process.stdout.write(`\n${report.table()}\n`)
}

/** From the request to rows that can be acted on, and to all alerts counted. */
async function opening(page: Page, url: string, alerts: number): Promise<void> {
  const [rows, all]: [number[], number[]] = [[], []]
  for (let n = 0; n < 5; n += 1) {
    await page.goto('about:blank')
    const began = performance.now()
    await page.goto(`${url}/duty`, { waitUntil: 'commit' })
    await page.locator('[data-alert]').first().waitFor()
    rows.push(performance.now() - began)
    await page.waitForFunction((count) => Number(/^\((\d+)\)/.exec(document.title)?.[1] ?? 0) >= count, alerts, { polling: 20, timeout: 60_000 })
    all.push(performance.now() - began)
  }
  report.add('the desk opens: rows', percentile(rows, 0.5), 'ms', `median of ${rows.length}, slowest ${Math.round(Math.max(...rows))}; goal under 2,000`)
  report.add('the desk opens: all counted', percentile(all, 0.5), 'ms', `slowest ${Math.round(Math.max(...all))}`)
}

/** Takes alerts over by key, and times from the key to the row being gone and the frame drawn. */
async function actions(page: Page): Promise<void> {
  const waits: number[] = []
  for (let n = 0; n < ACTIONS; n += 1) {
    await page.keyboard.press('Home')
    const took = await page.evaluate<number>(PRESS)
    waits.push(took)
    await pause(150)
  }
  report.add('an action shows: p50', percentile(waits, 0.5), 'ms', `${ACTIONS} alerts taken over by key, until the frame without the row; goal under 100`)
  report.add('an action shows: p95', percentile(waits, 0.95), 'ms', `slowest ${Math.round(Math.max(...waits))}`)
}

/** Alerts come and go; once a minute the page is asked what it holds on to. */
async function through(page: Page, cdp: CDPSession, flow: Flow, system: MeasuredSystem, minutes: number): Promise<void> {
  await page.evaluate(WATCH)
  const heaps: number[] = []
  const server: number[] = []
  flow.run()
  for (let minute = 0; minute <= minutes; minute += 1) {
    if (minute > 0) await pause(60_000)
    await cdp.send('HeapProfiler.collectGarbage')
    const { usedSize } = await cdp.send('Runtime.getHeapUsage')
    heaps.push(usedSize / 1e6)
    server.push(system.memory()['server'] ?? Number.NaN)
    say(`minute ${minute}: page ${heaps.at(-1)?.toFixed(1)} MB, server ${server.at(-1)} MB, ${flow.opened} opened and ${flow.cleared} cleared`)
  }
  const tasks = await page.evaluate<{ longest: number; count: number }>('window.seen')
  const path = (values: readonly number[]): string => [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(values[Math.round(share * (values.length - 1))] ?? 0)).join(' → ')
  report.add(`the page's memory over ${minutes} min`, path(heaps), 'MB', `live objects after a collection; ${flow.opened} alerts opened and ${flow.cleared} cleared meanwhile`)
  report.add(`the server's memory over ${minutes} min`, path(server), 'MB', 'resident')
  report.add('tasks over 50 ms', tasks.count, '', `longest ${Math.round(tasks.longest)} ms`)
}

main().then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
  process.exit(1)
})
