/** Files whose lines end in two ways: DuckDB's strict reader takes one a file. */
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const lf = 10
const cr = 13

/** Whether some lines of a file end in LF and others in CR LF. */
export async function mixesLineEnds(path: string): Promise<boolean> {
  let before = 0
  let hasLf = false
  let hasCrLf = false
  for await (const bytes of createReadStream(path)) {
    for (const byte of bytes as Buffer) {
      if (byte === lf && before === cr) hasCrLf = true
      else if (byte === lf) hasLf = true
      before = byte
    }
    if (hasLf && hasCrLf) return true
  }
  return false
}

/** Copies a file without its CRs. */
export async function copyWithLf(from: string, to: string): Promise<void> {
  const dropCr = new Transform({
    transform(bytes: Buffer, _, done) {
      done(
        null,
        bytes.filter((byte) => byte !== cr),
      )
    },
  })
  await pipeline(createReadStream(from), dropCr, createWriteStream(to))
}
