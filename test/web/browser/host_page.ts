/** A page of another site, on an origin of its own, that embeds ours. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HostPage {
  readonly port: number
  close(): void
}

/** Serves one page, and tokens at `/token`. */
export async function serveHostPage(html: string, token: () => Promise<string>): Promise<HostPage> {
  const server = createServer(async (request, response) => {
    if (request.url === '/token') response.end(await token())
    else response.setHeader('Content-Type', 'text/html').end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return { port, close: () => server.close() }
}
