/**
 * Cube's configuration for Cube's own CLI (`npx cubejs-server`). `revops serve` takes the same
 * options, from src/semantic/options.ts, and puts sign-in and the answer cache in front of them.
 */
import { join } from 'node:path'
import { cubeOptions } from './src/semantic/options.ts'
import { Published } from './src/semantic/published.ts'
import { secretOf } from './src/semantic/secret.ts'
import { verifyToken } from './src/semantic/tokens.ts'
import { projectRoot, settings } from './src/settings.ts'

const report = (message, cause) =>
  process.stderr.write(`${message}: ${cause instanceof Error ? cause.message : String(cause)}\n`)

// Cube's CLI listens on every address, so it has to be given a secret.
const secret = secretOf({ warehouse: settings.warehouse, host: '0.0.0.0', secret: settings.secret })

export default cubeOptions({
  builds: new Published(settings.warehouse, { report }),
  model: join(projectRoot, 'model'),
  secret,
  authenticate: (_, token) => verifyToken(secret, token),
  report,
})
