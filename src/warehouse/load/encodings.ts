/** The encodings of text files, and text in any of them as UTF-8. */
import iconv from 'iconv-lite'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/**
 * The encoding that the first bytes of a file say: UTF-16 by its mark, or by the zeros that stand
 * beside nearly every character of it. What is neither is taken for UTF-8, until it is not.
 */
export function encodingOf(head: Buffer): Encoding {
  const mark = head.subarray(0, 2).toString('latin1')
  if (mark === '\xff\xfe') return 'utf-16le'
  if (mark === '\xfe\xff') return 'utf-16be'
  const sample = head.subarray(0, 1000)
  const zeros = [0, 0]
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2]!++
  const [even, odd] = zeros as [number, number]
  const isMost = (count: number) => count > sample.length / 4
  if (isMost(odd) && even === 0) return 'utf-16le'
  if (isMost(even) && odd === 0) return 'utf-16be'
  return 'utf-8'
}

/** Bytes in an encoding as UTF-8, without a byte order mark. */
export async function* asUtf8(
  bytes: AsyncIterable<Buffer>,
  encoding: Encoding,
): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') {
    yield* bytes
    return
  }
  const decoder = iconv.getDecoder(encoding)
  for await (const piece of bytes) {
    const text = decoder.write(piece)
    if (text !== '') yield Buffer.from(text)
  }
  const rest = decoder.end()
  if (rest) yield Buffer.from(rest)
}
