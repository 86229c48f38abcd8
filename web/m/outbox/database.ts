import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Entry, OutboxStore } from './entry.ts'

interface Schema extends DBSchema {
  entry: { key: number; value: Entry }
  /** By `<entry id>/<name>`. Plain buffers: some phones lose files that a database points to. */
  part: { key: string; value: ArrayBuffer }
}

/** The outbox of this browser, in IndexedDB. */
export function openStore(name = 'mingjian-outbox'): OutboxStore {
  let opened: Promise<IDBPDatabase<Schema>> | null = null
  const database = (): Promise<IDBPDatabase<Schema>> => {
    opened ??= openDB<Schema>(name, 1, {
      upgrade(db) {
        db.createObjectStore('entry', { keyPath: 'seq', autoIncrement: true })
        db.createObjectStore('part')
      },
      // The browser took it away; the next call opens it again.
      terminated: () => (opened = null),
    })
    return opened
  }
  return {
    all: async () => (await database()).getAll('entry'),
    async add(entry, parts) {
      const transaction = (await database()).transaction(['entry', 'part'], 'readwrite')
      // The database gives the place.
      const seq = await transaction.objectStore('entry').add(entry as Entry)
      for (const [part, bytes] of Object.entries(parts)) await transaction.objectStore('part').put(bytes, keyOf(entry.id, part))
      await transaction.done
      return { ...entry, seq }
    },
    async put(entry) {
      await (await database()).put('entry', entry)
    },
    part: async (id, part) => (await database()).get('part', keyOf(id, part)),
    async drop(entry, whole) {
      const transaction = (await database()).transaction(['entry', 'part'], 'readwrite')
      await transaction.objectStore('part').delete(IDBKeyRange.bound(keyOf(entry.id, ''), keyOf(entry.id, '\uffff')))
      if (whole) await transaction.objectStore('entry').delete(entry.seq)
      await transaction.done
    },
  }
}

const keyOf = (id: string, part: string): string => `${id}/${part}`
