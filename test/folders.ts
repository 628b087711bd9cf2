/** Folders of a test file, for whatever it writes; `setup.ts` removes them when the file is done. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []

/** A folder that is gone when the tests of the file are done. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'revops-test-'))
  folders.push(folder)
  return folder
}

/** Removes what `newFolder` gave since it was last called. */
export function removeFolders() {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
