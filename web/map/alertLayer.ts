import type { Alert } from '../../domain/alert.ts'
import { SEVERITIES, type Severity } from '../../domain/severity.ts'
import type { ChartTheme } from '../charts/theme.ts'
import { MARK_PATHS } from '../severity/marks.ts'

/** Width of a mark in design pixels; worse is larger. */
export const MARK_SIZE: Record<Severity, number> = { critical: 20, major: 15, minor: 10, info: 9 }

export type Project = (point: [number, number]) => [number, number] | null

const outlines = new Map<Severity, Path2D>()

function outlineOf(severity: Severity): Path2D {
  let path = outlines.get(severity)
  if (!path) outlines.set(severity, (path = new Path2D(MARK_PATHS[severity])))
  return path
}

/** Draws the marks of all alerts, mildest first so that the worst lie on top; those outside the selected district dim. */
export function drawAlerts(canvas: HTMLCanvasElement, alerts: readonly Alert[], project: Project, selected: string | null, theme: ChartTheme): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const ratio = canvas.width / Math.max(1, canvas.clientWidth)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  for (const severity of SEVERITIES) {
    const size = MARK_SIZE[severity] * theme.scale * ratio
    const zoom = size / 16
    const outline = outlineOf(severity)
    context.fillStyle = theme.severity[severity]
    context.strokeStyle = theme.land
    context.lineWidth = 3 / zoom * ratio * 0.5
    for (const alert of alerts) {
      if (alert.severity !== severity || !alert.point) continue
      const at = project(alert.point)
      if (!at) continue
      context.globalAlpha = selected !== null && alert.district !== selected ? 0.22 : alert.state === 'acknowledged' ? 0.6 : 1
      context.setTransform(zoom, 0, 0, zoom, at[0] * ratio - size / 2, at[1] * ratio - size / 2)
      context.stroke(outline)
      context.fill(outline, 'evenodd')
    }
  }
  context.globalAlpha = 1
}
