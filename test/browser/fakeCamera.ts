import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const [WIDTH, HEIGHT, FRAMES] = [1_280, 720, 2]

/** What a made-up camera sees: grain, which no compression makes small, so that its photos need many pieces. */
export interface FakeCamera {
  /** For the browser. */
  readonly args: readonly string[]
  remove(): void
}

export function makeFakeCamera(): FakeCamera {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingjian-camera-'))
  const file = path.join(folder, 'grain.y4m')
  const colours = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frames = Array.from({ length: FRAMES }, () => [Buffer.from('FRAME\n'), randomBytes(WIDTH * HEIGHT).map((byte) => 64 + (byte & 127)), colours]).flat()
  fs.writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F15:1 Ip A1:1 C420jpeg\n`), ...frames]))
  return {
    args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${file}`],
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  }
}
