/** Where a one-time code stands in a stored text. The code itself is put in only as the message goes out. */
export const CODE_PLACE = '{code}'

/** What the log shows in its place. */
const MASK = '······'

/** The text as it goes out; where the code is no longer good, as the log shows it. */
export const withCode = (text: string, code: string | null): string => text.replaceAll(CODE_PLACE, code ?? MASK)

/** The text as the log shows it. */
export const masked = (text: string): string => withCode(text, null)

/** What the other side answered, should it have repeated the code. */
export const withoutCode = (answer: string, code: string | null): string => (code === null ? answer : answer.replaceAll(code, MASK))
