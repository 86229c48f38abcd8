import type { SystemProgram } from './packageManager.ts'

export const redisProgram: SystemProgram = {
  title: 'Redis',
  commands: ['redis-server', 'valkey-server'],
  packages: { 'apt-get': 'redis-server', dnf: 'valkey', apk: 'redis', brew: 'redis' },
}

export const chromiumProgram: SystemProgram = {
  title: 'Chromium',
  commands: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  packages: { 'apt-get': 'chromium', dnf: 'chromium', apk: 'chromium', brew: '--cask chromium' },
}
