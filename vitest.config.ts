import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longestFirst.ts'

const rooms = '{domain,config,stores,server,workers,launch,web}'
/**
 * Each file of these starts systems of its own and stops them. What they import is the same and read once; they wait about as
 * much as they work, so three stand side by side on two processors.
 */
const outside = { isolate: false, maxWorkers: 3, testTimeout: 120_000 }

export default defineConfig({
  plugins: [vue()],
  test: {
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: [`${rooms}/**/*.test.ts`], exclude: ['**/node_modules/**'], isolate: false, maxWorkers: '100%', testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { ...outside, name: 'integration', include: ['test/integration/**/*.test.ts'], globalSetup: ['test/integration/template.ts'], hookTimeout: 180_000 },
      },
      {
        extends: true,
        test: { ...outside, name: 'browser', include: ['test/browser/**/*.test.ts'], globalSetup: ['test/integration/template.ts', 'test/browser/pages.ts'], testTimeout: 300_000, hookTimeout: 300_000 },
      },
    ],
  },
})
