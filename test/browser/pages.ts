import { buildWeb } from '../../launch/webBuild.ts'

/** Vitest calls this once, before the first file, so that no two constellations build the pages side by side. */
export default async function buildPages(): Promise<void> {
  const failure = await buildWeb()
  if (failure !== null) throw new Error(failure)
}
