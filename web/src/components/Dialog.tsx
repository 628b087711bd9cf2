/** A window over the page that keeps the focus until it is closed. */
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './icons.tsx'

interface Props {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly isWide?: boolean
}

export function Dialog({ title, onClose, children, isWide = false }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const shown = dialog.current
    const before = document.activeElement
    shown?.showModal()
    return () => {
      shown?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the key is Escape, which the element knows
    <dialog
      ref={dialog}
      // biome-ignore lint/a11y/noRedundantRoles: older readers of screens go by the attribute
      role="dialog"
      aria-labelledby={id}
      className={isWide ? 'dialog wide' : 'dialog'}
      onCancel={onClose}
      onClick={({ target }) => target === dialog.current && onClose()}
    >
      <div className="dialog-inside">
        <header className="dialog-head">
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" label={t('about.close')} action="close" onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  )
}
