import { ElMessageBox } from 'element-plus'

/** Asks a person for a few words; null where they thought better of it. */
export async function askText(question: string, title: string): Promise<string | null> {
  const answer: unknown = await ElMessageBox.prompt(question, title, { inputPattern: /\S/, inputErrorMessage: question }).catch(() => null)
  const { value } = (answer ?? {}) as { value?: unknown }
  return typeof value === 'string' ? value.trim() : null
}
