/**
 * Embeds charts and dashboards of revops-warehouse into a page of another site: fits the height of
 * the frame, brings fresh tokens, and tells the page what happens. Loaded as <script src="…/embed.js">.
 *
 * const frame = revops.embed({
 *   target: '#mrr',                       // an element, or a selector of one
 *   chart: 'revenue.mrr',                 // or dashboard: 'revenue'
 *   token: () => fetch('/revops-token').then((answer) => answer.text()),
 *   locale: 'de', theme: 'dark',          // where the token does not say
 *   on: { ready() {}, point({ label }) {}, refused({ status }) {} },
 * })
 * frame.remove()
 */
;(() => {
  const origin = new URL(document.currentScript.src).origin
  /** How long before a token expires the next one is fetched, in ms. */
  const early = 60_000
  /** So that tokens which are refused at once are not fetched without end. */
  const mostRefusals = 3

  function embed({ target, chart, dashboard, token, locale, theme, title, on = {} }) {
    const place = typeof target === 'string' ? document.querySelector(target) : target
    if (!place) throw new Error(`revops.embed: there is no element ${target}.`)
    const kind = chart === undefined ? 'dashboard' : 'chart'
    const id = chart ?? dashboard
    if (!id || !token) throw new Error('revops.embed: give a chart or a dashboard, and a token.')
    const frame = document.createElement('iframe')
    frame.title = title ?? id
    frame.style.cssText = 'display: block; width: 100%; height: 20rem; border: 0'
    let timer
    let refusals = 0

    const fresh = async () => (typeof token === 'function' ? token() : token)
    const post = (message) =>
      frame.contentWindow?.postMessage({ source: 'revops-host', ...message }, origin)

    async function load() {
      const text = await fresh()
      const url = new URL(`/embed/${kind}/${encodeURIComponent(id)}`, origin)
      url.searchParams.set('token', text)
      if (locale) url.searchParams.set('locale', locale)
      if (theme) url.searchParams.set('theme', theme)
      frame.src = url.href
      renewBefore(text)
    }

    async function renew() {
      const text = await fresh()
      post({ type: 'token', token: text })
      renewBefore(text)
    }

    function renewBefore(text) {
      clearTimeout(timer)
      if (typeof token !== 'function') return
      const left = expiryOf(text) - Date.now()
      // setTimeout holds no more than 24 days.
      if (left > 0)
        timer = setTimeout(guarded(renew), Math.min(Math.max(left - early, left / 2), 2e9))
    }

    const guarded = (work) => () =>
      work().catch((error) =>
        on.error?.({ type: 'error', id, message: String(error?.message ?? error) }),
      )

    function hear({ source, origin: from, data }) {
      if (source !== frame.contentWindow || from !== origin || data?.source !== 'revops') return
      if (data.type === 'height') frame.style.height = `${Math.ceil(data.height)}px`
      if (data.type === 'ready') refusals = 0
      const again =
        data.type === 'expired' || (data.type === 'refused' && data.reason === 'expired')
      if (again && typeof token === 'function' && ++refusals <= mostRefusals)
        guarded(data.type === 'expired' ? renew : load)()
      else on[data.type]?.(data)
    }

    window.addEventListener('message', hear)
    place.append(frame)
    guarded(load)()
    return {
      frame,
      setTheme: (to) => post({ type: 'theme', theme: to }),
      setLocale: (to) => post({ type: 'locale', locale: to }),
      remove() {
        clearTimeout(timer)
        window.removeEventListener('message', hear)
        frame.remove()
      },
    }
  }

  /** When a token expires, in ms since 1970; 0 where it does not say. */
  function expiryOf(token) {
    try {
      const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')
      return JSON.parse(atob(payload)).exp * 1000 || 0
    } catch {
      return 0
    }
  }

  window.revops = { ...window.revops, embed }
})()
