import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Seals what may lie in the database but be read by nobody who has only that. */
export class Vault {
  readonly #key: Buffer

  /** @param key 32 bytes that lie elsewhere */
  constructor(key: Buffer) {
    this.#key = key
  }

  /** The sealed text can be opened under the same place only: moved to another row it is worth nothing. */
  seal(text: string, place: string): Buffer {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv(CIPHER, this.#key, iv).setAAD(Buffer.from(place))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), sealed])
  }

  /** Null where it was sealed under another key or place, or has been changed. */
  open(sealed: Buffer, place: string): string | null {
    if (sealed.length < IV_BYTES + TAG_BYTES) return null
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(place))
      decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }
}
