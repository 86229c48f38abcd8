const FIELDS = 'input:not([disabled]), textarea:not([disabled]), [role=radio]'

/** Gives the focus to the first field of the dialog that has just opened: whoever opened it by a key types on. */
export function focusFirstField(): void {
  const shown = [...document.querySelectorAll('.el-dialog')].filter((dialog) => dialog.getClientRects().length > 0)
  shown.at(-1)?.querySelector('.el-dialog__body')?.querySelector<HTMLElement>(FIELDS)?.focus()
}
