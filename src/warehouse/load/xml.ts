/** Reads XML as it streams by. Names come without their namespaces' prefixes. */
import { Parser } from 'saxen'

export interface XmlReader {
  readonly open?: (name: string, attributes: () => Readonly<Record<string, string>>) => void
  readonly close?: (name: string) => void
  readonly text?: (text: string) => void
}

/**
 * Feeds XML to a reader, and yields after each piece of it.
 *
 * @throws Error where it is not well-formed, or breaks off
 */
export async function* xmlPieces(
  xml: AsyncIterable<Buffer>,
  { open, close, text }: XmlReader,
): AsyncGenerator<void> {
  const parser = new Parser()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('openTag', (name, attributes, decode) =>
    open?.(local(name), () =>
      Object.fromEntries(
        Object.entries(attributes()).map(([key, value]) => [local(key), decode(value)]),
      ),
    ),
  )
  parser.on('closeTag', (name) => close?.(local(name)))
  parser.on('text', (found, decode) => text?.(decode(found)))
  parser.on('cdata', (found) => text?.(found))
  for await (const piece of xml) {
    parser.write(decoder.decode(piece, { stream: true }))
    yield
  }
  parser.write(decoder.decode())
  parser.end()
}

/** Feeds all of an XML to a reader. */
export async function readXml(xml: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  for await (const _ of xmlPieces(xml, reader));
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)
