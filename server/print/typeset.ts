import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pdfmake from 'pdfmake'
import type { CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import type { PrintedForm } from './form.ts'

/** The fonts come with the platform, so that every printer has the same Chinese type. */
const FONTS = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '..', 'fonts')
const HAIR = 0.6

const ruled: CustomTableLayout = {
  hLineWidth: () => HAIR, vLineWidth: () => HAIR, paddingLeft: () => 6, paddingRight: () => 6, paddingTop: () => 4, paddingBottom: () => 3,
}

pdfmake.setFonts({ hans: { normal: join(FONTS, 'NotoSansHans-Regular.otf'), bold: join(FONTS, 'NotoSansHans-Bold.otf') } })
pdfmake.setTableLayouts({ form: ruled })
// Nothing that is printed may make the server fetch an address or read another file.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => path.startsWith(FONTS))

/** Sets a form as PDF, A4. It takes a quarter of a second without a pause: not for the thread that answers people. */
export async function typeset(form: PrintedForm): Promise<Uint8Array> {
  return pdfmake.createPdf(definitionOf(form)).getBuffer()
}

function definitionOf({ title, footer, printedAt, content }: PrintedForm): TDocumentDefinitions {
  return {
    info: { title, creator: 'Mingjian', producer: 'Mingjian', creationDate: new Date(printedAt) },
    pageSize: 'A4', pageMargins: [64, 50, 64, 54], language: 'zh-CN',
    defaultStyle: { font: 'hans', fontSize: 11, lineHeight: 1.35 },
    styles: {
      office: { fontSize: 18, bold: true, alignment: 'center', margin: [0, 0, 0, 4] },
      title: { fontSize: 22, bold: true, alignment: 'center', characterSpacing: 2 },
      number: { fontSize: 11, alignment: 'right', margin: [0, 4, 0, 6] },
      paragraph: { fontSize: 12, lineHeight: 1.5, leadingIndent: 24, margin: [0, 0, 0, 2] },
      heading: { fontSize: 13, bold: true, margin: [0, 10, 0, 4] },
      small: { fontSize: 9, color: '#555555' },
    },
    footer: (page, pages) => ({ text: `${footer}　第 ${page} 页 共 ${pages} 页`, fontSize: 8, color: '#666666', alignment: 'center', margin: [0, 20, 0, 0] }),
    content: [...content],
  }
}
