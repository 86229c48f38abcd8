import type { Alert } from '../../domain/alert.ts'
import { SEVERITIES, type Severity } from '../../domain/severity.ts'
import type { ChartTheme } from '../charts/theme.ts'
import { MARK_PATHS } from '../severity/marks.ts'
import type { Projection } from './projection.ts'

/** Width of a mark in design pixels; worse is larger. */
export const MARK_SIZE: Record<Severity, number> = { critical: 20, major: 15, minor: 10, info: 9 }

/** Dark rim that keeps marks apart where they crowd, in canvas pixels. */
const EDGE = 2

const sprites = new Map<string, HTMLCanvasElement>()

function drawMark(context: CanvasRenderingContext2D, outline: Path2D): void {
  context.stroke(outline)
  context.fill(outline, 'evenodd')
}

/** A mark drawn once and then only copied: a thousand copies cost what a few outlines would. */
function spriteOf(severity: Severity, size: number, theme: ChartTheme): HTMLCanvasElement {
  const colour = theme.severity[severity]
  const key = `${severity} ${size} ${colour}`
  const known = sprites.get(key)
  if (known) return known
  const sprite = document.createElement('canvas')
  const edge = Math.ceil(size + EDGE * 2)
  sprite.width = edge
  sprite.height = edge
  const context = sprite.getContext('2d')
  if (context) {
    const zoom = size / 16
    context.setTransform(zoom, 0, 0, zoom, (edge - size) / 2, (edge - size) / 2)
    context.lineWidth = 3 / zoom
    context.strokeStyle = theme.land
    context.fillStyle = colour
    drawMark(context, new Path2D(MARK_PATHS[severity]))
  }
  sprites.set(key, sprite)
  return sprite
}

/** A canvas with the canvas pixels of one page pixel: to ask the page each time would make it lay itself out. */
export interface AlertCanvas {
  canvas: HTMLCanvasElement
  ratio: number
}

/** Draws the marks of all alerts, mildest first so that the worst lie on top; those outside the selected district dim. */
export function drawAlerts({ canvas, ratio }: AlertCanvas, alerts: readonly Alert[], project: Projection, selected: string | null, theme: ChartTheme): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  for (const severity of SEVERITIES) {
    const sprite = spriteOf(severity, MARK_SIZE[severity] * theme.scale * ratio, theme)
    for (const alert of alerts) {
      if (alert.severity !== severity || !alert.point) continue
      const at = project(alert.point)
      context.globalAlpha = selected !== null && alert.district !== selected ? 0.22 : alert.state === 'acknowledged' ? 0.6 : 1
      context.drawImage(sprite, Math.round(at[0] * ratio - sprite.width / 2), Math.round(at[1] * ratio - sprite.height / 2))
    }
  }
  context.globalAlpha = 1
}
