/** How the Cube client asks: by the session cookie, or by the token of an embed. */

/** An answer that is no answer: its HTTP status and its sentence. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

let token: string | undefined

/** An embed asks by its token and never by a cookie. */
export function askWith(value: string) {
  token = value
}

/** Asks one of our own addresses. Throws RequestFailure where the answer is not the one asked for. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, {
    ...init,
    credentials: token === undefined ? 'same-origin' : 'omit',
    headers: {
      ...init.headers,
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new RequestFailure(0, 'The server does not answer.')
  })
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => undefined)
  const said = (body as { error?: unknown } | undefined)?.error
  throw new RequestFailure(response.status, said === undefined ? response.statusText : String(said))
}
