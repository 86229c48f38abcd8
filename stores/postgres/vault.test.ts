import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { Vault } from './vault.ts'

const vault = new Vault(randomBytes(32))

it('opens what it sealed, and never seals the same text the same way', () => {
  const [one, two] = [vault.seal('smtps://u:p@h 密', 'email\nurl'), vault.seal('smtps://u:p@h 密', 'email\nurl')]
  expect(one.equals(two)).toBe(false)
  expect(one.includes('smtps')).toBe(false)
  expect([one, two].map((sealed) => vault.open(sealed, 'email\nurl'))).toEqual(['smtps://u:p@h 密', 'smtps://u:p@h 密'])
})

it('opens nothing under another key or place, nor what has been changed or cut', () => {
  const sealed = vault.seal('a secret', 'webhook\nkey')
  expect(new Vault(randomBytes(32)).open(sealed, 'webhook\nkey')).toBeNull()
  expect(vault.open(sealed, 'webhook\nurl')).toBeNull()
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i)
    expect(vault.open(changed, 'webhook\nkey')).toBeNull()
    expect(vault.open(sealed.subarray(0, i), 'webhook\nkey')).toBeNull()
  }
})
