/** What is shown in place of the pages: that one has to sign in, or that nothing could be loaded. */
import { useTranslation } from 'react-i18next'
import { RequestFailure } from '../api/transport.ts'

interface Props {
  readonly error: unknown
  readonly onRetry: () => void
}

export function Notice({ error, onRetry }: Props) {
  const { t } = useTranslation()
  const status = error instanceof RequestFailure ? error.status : undefined
  if (status === 401 || status === 403)
    return (
      <main className="notice" data-page="signin">
        <h1>{t('signIn.title')}</h1>
        <p>{t('signIn.text')}</p>
        <p className="notice-hint">
          {t('signIn.command')} <code>revops start</code>
        </p>
      </main>
    )
  return (
    <main className="notice" data-page="failure" role="alert">
      <h1>{t('failure.title')}</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <button type="button" className="button" onClick={onRetry}>
        {t('failure.retry')}
      </button>
    </main>
  )
}
