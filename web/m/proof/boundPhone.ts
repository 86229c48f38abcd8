const keyOf = (username: string): string => `mingjian.phone.number.${username}`

/** The registered number of this phone, as its person chose it; null until then. */
export const boundPhone = (username: string): string | null => localStorage.getItem(keyOf(username))

export function bindPhone(username: string, phone: string): void {
  localStorage.setItem(keyOf(username), phone)
}
