/** The text of every page of a PDF, as a reader would copy it, without spaces. */
export async function pdfText(bytes: Uint8Array): Promise<string[]> {
  knowResolvers()
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 })
  const document = await task.promise
  const pages: string[] = []
  for (let n = 1; n <= document.numPages; n += 1) {
    const { items } = await (await document.getPage(n)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join('').replace(/\s/g, ''))
  }
  await task.destroy()
  return pages
}

/** The one thing the reader of PDF wants that Node 20 does not have. */
function knowResolvers(): void {
  if ('withResolvers' in Promise) return
  Object.defineProperty(Promise, 'withResolvers', {
    value: () => {
      let settle: unknown[] = []
      const promise = new Promise((...both) => (settle = both))
      const [resolve, reject] = settle
      return { promise, resolve, reject }
    },
  })
}
