/** WebSockets: queries and subscriptions, which are answered anew when another build is published. */
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { WebSocketServer } from './cube.ts'
import type { Gateway } from './gateway.ts'

export interface SubscriptionLimits {
  readonly connections?: number
  /** How long a connection may stay silent about who it is, in ms. */
  readonly handshake?: number
}

export interface Subscriptions {
  /** Asks the queries of all subscriptions again. */
  refresh(): Promise<void>
  close(): Promise<void>
}

interface Socket {
  on(event: 'message', listener: (data: Buffer | string) => void): void
  on(event: 'close' | 'error', listener: () => void): void
  send(text: string): void
  close(code: number, reason: string): void
  terminate(): void
}

const largestMessage = 2 ** 20

/** Serves WebSockets on the server's port; a token comes as the first message. */
export function serveSubscriptions(
  server: Server,
  { core }: Gateway,
  { connections = 500, handshake = 10_000 }: SubscriptionLimits = {},
): Subscriptions {
  const open = new Map<string, Socket>()
  const welcomed = new Set<string>()
  const sockets = new WebSocketServer({ server, maxPayload: largestMessage })
  // The server says itself what is wrong with its port.
  sockets.on('error', () => {})
  const subscriptions = core.initSubscriptionServer(async (id: string, message: Message) => {
    if ('handshake' in message) welcomed.add(id)
    open.get(id)?.send(await textOf(message))
  })

  sockets.on('connection', (socket: Socket) => {
    if (open.size >= connections) {
      socket.close(1013, 'There are too many connections; try again later.')
      return
    }
    const id = randomUUID()
    open.set(id, socket)
    const late = setTimeout(() => {
      if (!welcomed.has(id)) socket.close(1008, 'No token was sent.')
    }, handshake)
    const forget = () => {
      clearTimeout(late)
      open.delete(id)
      welcomed.delete(id)
      subscriptions.disconnect(id)
    }
    socket.on('message', (data) => subscriptions.processMessage(id, data.toString()))
    socket.on('close', forget)
    socket.on('error', forget)
  })

  return {
    refresh: () => subscriptions.processSubscriptions(),
    async close() {
      for (const socket of open.values()) socket.terminate()
      subscriptions.clear()
      await new Promise((resolve) => sockets.close(resolve))
    },
  }
}

interface Message {
  readonly handshake?: true
  readonly message?: { isWrapper?: true; getFinalResult?: () => Promise<ArrayBuffer> }
}

/** A result comes as JSON already; it is put in as it is. */
async function textOf({ message, ...rest }: Message): Promise<string> {
  if (message?.getFinalResult === undefined) return JSON.stringify({ ...rest, message })
  const result = Buffer.from(await message.getFinalResult()).toString()
  return `${JSON.stringify({ ...rest, message: 0 }).slice(0, -2)}${result}}`
}
