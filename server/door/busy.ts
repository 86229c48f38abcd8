const RETRY_MS = 100

export class DoorBusy extends Error {
  override name = 'DoorBusy'
}

/** Whether the feed takes nothing more just now: nothing was kept, and the sender may try again. */
export function isBusy(error: unknown): boolean {
  return error instanceof DoorBusy || (error instanceof Error && error.name === 'FeedFull')
}

/** Does the work again until there is room at the door; throws what else goes wrong, and lets go once stopped. */
export async function onceThereIsRoom<T>(work: () => Promise<T>, isStopped: () => boolean): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (isStopped() || !isBusy(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}
