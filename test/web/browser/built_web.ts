/** The dashboards as their sources stand now, built once for all tests until they change. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../../src/settings.ts'

/** The folder of the built dashboards. */
export async function builtWeb(): Promise<string> {
  const all = join(projectRoot, 'test-results/web')
  const hash = sourcesHash()
  const folder = join(all, hash)
  if (existsSync(folder)) return folder
  const making = `${folder}.${process.pid}`
  // In a process of its own: in this one, React would be built for development.
  const { NODE_ENV: _, ...env } = process.env
  await promisify(execFile)(
    join(projectRoot, 'node_modules/.bin/vite'),
    ['build', 'web', '--logLevel', 'warn', '--outDir', making],
    { cwd: projectRoot, env },
  )
  // Another test file may have made it meanwhile.
  if (existsSync(folder)) rmSync(making, { recursive: true })
  else renameSync(making, folder)
  for (const old of readdirSync(all))
    if (!old.startsWith(hash)) rmSync(join(all, old), { recursive: true, force: true })
  return folder
}

function sourcesHash(): string {
  const hash = createHash('sha256')
  for (const file of globSync('web/**/*.*', { cwd: projectRoot }).sort())
    hash.update(file).update(readFileSync(join(projectRoot, file)))
  hash.update(readFileSync(join(projectRoot, 'package-lock.json')))
  return hash.digest('hex').slice(0, 16)
}
