import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { issueToken } from '../../src/semantic/tokens.ts'
import { projectRoot } from '../../src/settings.ts'
import { publishedWarehouse } from './warehouses.ts'

const secret = 'the secret of a test that starts Cube by its CLI'

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('Cube’s own CLI takes cube.js, and asks for a token of ours', async () => {
  const port = await freePort()
  const cube = spawn(process.execPath, [join(projectRoot, 'node_modules/.bin/cubejs-server')], {
    cwd: projectRoot,
    env: {
      ...process.env,
      PORT: String(port),
      REVOPS_SECRET: secret,
      REVOPS_WAREHOUSE: await publishedWarehouse(),
    },
    stdio: 'ignore',
  })
  try {
    const meta = async (headers: Record<string, string> = {}) => {
      const response = await fetch(`http://127.0.0.1:${port}/cubejs-api/v1/meta`, { headers })
      return response.status
    }
    await expect.poll(() => meta().catch(() => 0), { timeout: 60_000 }).toBe(403)
    const token = await issueToken(secret, { role: 'admin', expires: 60 })
    expect(await meta({ authorization: `Bearer ${token}` })).toBe(200)
    const foreign = await issueToken(`another: ${secret}`, { role: 'admin', expires: 60 })
    expect(await meta({ authorization: `Bearer ${foreign}` })).toBe(403)
  } finally {
    cube.kill('SIGKILL')
  }
}, 90_000)
