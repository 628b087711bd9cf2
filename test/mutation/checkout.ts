/** Copies of the checkout to change files in, beside whoever works in the real one. */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Copies what git would take, and links the installed packages. Gives the folder of the copy. */
export function copyOf(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'revops-mutation-'))
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  for (const file of listed.split('\0').filter((name) => name && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    copyFileSync(join(root, file), join(copy, file))
  }
  linkPackages(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Links each package; the project's own and the commands go by their place, as npm links them. */
function linkPackages(from: string, to: string) {
  mkdirSync(join(to, '.bin'), { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true }))
    if (!entry.name.startsWith('.')) {
      const target = join(from, entry.name)
      const link = entry.isSymbolicLink() ? readlinkSync(target) : target
      symlinkSync(link, join(to, entry.name))
    }
  for (const name of readdirSync(join(from, '.bin')))
    symlinkSync(readlinkSync(join(from, '.bin', name)), join(to, '.bin', name))
}
