import type { Response } from 'express'

/** Answers a PDF to be shown in the browser, and saved under the name. */
export function sendPdf(response: Response, name: string, bytes: Buffer): void {
  response.set({ 'Content-Disposition': `inline; filename="document.pdf"; filename*=UTF-8''${encodeURIComponent(`${name}.pdf`)}`, 'X-Content-Type-Options': 'nosniff' })
    .type('application/pdf').send(bytes)
}
