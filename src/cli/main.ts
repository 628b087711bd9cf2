/** The `revops` command: starts fast, then loads what the command asks for and no more. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Kept beside the packages, since a shared temporary folder is not ours to trust.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/revops'))

const { run } = await import('./program.ts')
const code = await run(process.argv.slice(2))
// Libraries keep timers and sockets open that nobody waits for: leave once all is written.
process.stdout.write('', () => process.exit(code))
