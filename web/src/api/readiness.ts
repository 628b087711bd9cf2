/** Which build the server answers from, and how far its data reaches. */
import { request } from './transport.ts'

export interface Readiness {
  readonly build: string
  /** The instant up to which the data reaches; ISO. */
  readonly data_as_of: string
  readonly published_at?: string
  readonly reporting_currency?: string
}

export async function readiness(): Promise<Readiness> {
  return (await request('/readyz')).json()
}
