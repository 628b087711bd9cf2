/** The talk between an embed and the page that it stands in; no figures are told. */

type Told =
  | { readonly type: 'ready'; readonly id: string }
  | { readonly type: 'height'; readonly height: number }
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'expired' }
  | { readonly type: 'drill'; readonly id: string; readonly point: string }

export function tellHost(told: Told) {
  if (window.parent !== window) window.parent.postMessage({ source: 'revops', ...told }, '*')
}

export interface HostSays {
  readonly type: 'token' | 'theme' | 'locale'
  readonly token?: unknown
  readonly theme?: unknown
  readonly locale?: unknown
}

/** Listens to the page around, and to nobody else. */
export function hearHost(heard: (says: HostSays) => void): () => void {
  const listener = ({ source, data }: MessageEvent) => {
    if (source !== window.parent || data?.source !== 'revops-host') return
    heard(data as HostSays)
  }
  window.addEventListener('message', listener)
  return () => window.removeEventListener('message', listener)
}

/** Tells the host how high the embed is, whenever that changes. */
export function tellHeight(): () => void {
  const sized = new ResizeObserver(() =>
    tellHost({ type: 'height', height: Math.ceil(document.documentElement.scrollHeight) }),
  )
  sized.observe(document.body)
  return () => sized.disconnect()
}
