import { XMLParser } from 'fast-xml-parser'
import type { DecodedRejection } from './decoder.ts'
import { reject } from './json.ts'

/** Longer than any event seen; the parser's time grows faster than its input. */
const MAX_BYTES = 32 * 1024

/**
 * Entities stay unread: what cameras send needs none but the five of XML itself, and expanding others is how a small
 * document grows without end or reads files. Namespaces are dropped, since vendors use several for the same message.
 */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  maxNestedTags: 32,
})

const FIVE: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }

/** A document as nested objects of text, attributes by `@name`; or the reason why it is not read. */
export function parseXml(payload: Buffer): { readonly root: unknown } | { readonly rejection: DecodedRejection } {
  if (payload.length > MAX_BYTES) return { rejection: reject([], 'too-large', `XML of ${payload.length} bytes, at most ${MAX_BYTES}`) }
  const text = payload.toString('utf8')
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return { rejection: reject([], 'unparsable', 'XML that declares a document type or entities is not read') }
  try {
    return { root: parser.parse(text, true) as unknown }
  } catch (error) {
    return { rejection: reject([], 'unparsable', `no XML: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}`) }
  }
}

/** Text with the five entities of XML itself read. */
export function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => FIVE[entity] ?? entity)
}
