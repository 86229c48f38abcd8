import fs from 'node:fs'

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Half the span between the extremes, as a share of the median. */
export function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / 2 / median(values)
}

/** Clock ticks a second of the times in /proc: 100 on every Linux that Node supports. */
const TICKS = 100

/** Processor seconds a process and its children that live have used; null where the system does not tell. */
export function cpuSeconds(pid: number): number | null {
  const own = statOf(pid)
  if (own === null) return null
  return childrenOf(pid).reduce((sum, child) => sum + (statOf(child) ?? 0), own)
}

/** Resident memory in MB, with that of its children. */
export function memoryMb(pid: number): number | null {
  const own = residentOf(pid)
  if (own === null) return null
  return childrenOf(pid).reduce((sum, child) => sum + (residentOf(child) ?? 0), own)
}

/** A variable that a process of ours was started with. */
export function variableOf(pid: number, name: string): string {
  const variables = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  return variables.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
}

function statOf(pid: number): number | null {
  const text = read(`/proc/${pid}/stat`)
  if (text === null) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

/** Private and shared-once: PSS where the kernel tells it, so that PostgreSQL's shared buffers count once. */
function residentOf(pid: number): number | null {
  const pss = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')
  const rss = pss ?? /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? '')
  return rss ? Number(rss[1]) / 1024 : null
}

function childrenOf(pid: number): number[] {
  return (read(`/proc/${pid}/task/${pid}/children`) ?? '').split(' ').filter(Boolean).map(Number)
}

function read(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
