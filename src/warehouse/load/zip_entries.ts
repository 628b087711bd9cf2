/** The files inside a zip: their names, and each as a stream. */
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'

/** The names of the files in a zip, in its order. */
export async function zipEntries(path: string): Promise<string[]> {
  const zip = await yauzl.openPromise(path)
  const names: string[] = []
  for await (const entry of zip.eachEntry()) names.push(entry.fileName)
  return names
}

/** A file in a zip, unpacked. */
export async function openEntry(path: string, name: string): Promise<Readable> {
  const zip = await yauzl.openPromise(path, { autoClose: false })
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue
      const stream = await zip.openReadStreamPromise(entry)
      stream.once('close', () => zip.close())
      return stream
    }
    throw new Error(`it has no file ${name}`)
  } catch (error) {
    zip.close()
    throw error
  }
}
