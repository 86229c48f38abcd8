const FIELDS = 'input:not([disabled]), textarea:not([disabled]), [role=radio]'

/** Gives the focus to the first field of the dialog that has just opened: whoever opened it by a key types on. */
export function focusFirstField(): void {
  const shown = [...document.querySelectorAll('.el-dialog')].filter((dialog) => dialog.getClientRects().length > 0)
  const body = shown.at(-1)?.querySelector('.el-dialog__body')
  // Who was quicker than the dialog's opening is where they want to be.
  if (body && !body.contains(document.activeElement)) body.querySelector<HTMLElement>(FIELDS)?.focus()
}
