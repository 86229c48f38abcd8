import express, { type Request, type RequestHandler } from 'express'
import { Problem } from '../problem.ts'
import type { Table } from './table.ts'

/** What may be uploaded; also for the description of the API. */
export const UPLOAD_TYPES = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'multipart/form-data'] as const
const MAX_UPLOAD = '48mb'

/** Reads the body of an upload as bytes. */
export const uploadBody: RequestHandler = express.raw({ type: () => true, limit: MAX_UPLOAD })

/** The table in an upload: the body itself, or the first file of a form. */
export async function readUpload(request: Request): Promise<Table> {
  const type = request.get('content-type') ?? ''
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  if (/^multipart\/form-data/i.test(type)) return fileOf(bytes, type)
  return tableOf(bytes, type, '')
}

async function fileOf(bytes: Buffer, type: string): Promise<Table> {
  let form: FormData
  try {
    form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  } catch {
    throw new Problem('bad-request', 'The form can not be read')
  }
  const file = [...form.values()].find((value) => typeof value !== 'string')
  if (file === undefined || typeof file === 'string') throw new Problem('bad-request', 'The form holds no file')
  return tableOf(Buffer.from(await file.arrayBuffer()), file.type, file.name)
}

function tableOf(bytes: Buffer, type: string, name: string): Table {
  if (bytes.length === 0) throw new Problem('bad-request', 'The table is empty')
  const zipped = bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))
  if (/spreadsheetml/i.test(type) || /\.xlsx$/i.test(name)) {
    if (!zipped) throw new Problem('invalid', 'The file is no XLSX workbook')
    return { kind: 'xlsx', bytes }
  }
  // Browsers on Windows call a CSV file an Excel one.
  if (/csv|text\/plain|ms-excel|octet-stream/i.test(type) || /\.(csv|txt)$/i.test(name)) return { kind: zipped ? 'xlsx' : 'csv', bytes }
  throw new Problem('unsupported-media-type', 'Send text/csv, an XLSX workbook, or a form with such a file')
}
