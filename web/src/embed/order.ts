/** What the server orders an embed to show; it has checked the token before. */

export interface Order {
  readonly kind: 'chart' | 'dashboard'
  readonly id: string
  readonly theme: 'light' | 'dark' | undefined
  readonly locale: string | undefined
  /** `view.dimension` of the filters that the token locks. */
  readonly locked: readonly string[]
}

export function readOrder(text: string | null | undefined): Order {
  const said = JSON.parse(text || '{}') as Partial<Record<string, unknown>>
  const { theme, locale, locked } = said
  return {
    kind: said['kind'] === 'dashboard' ? 'dashboard' : 'chart',
    id: String(said['id'] ?? ''),
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    locale: typeof locale === 'string' ? locale : undefined,
    locked: Array.isArray(locked) ? locked.map(String) : [],
  }
}
