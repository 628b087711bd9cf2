/** A button that opens a small window below it, which Escape and a click elsewhere close. */
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon, type IconName } from './icons.tsx'

interface Props {
  readonly icon: IconName
  readonly label: string
  readonly action: string
  readonly children: (close: () => void) => ReactNode
  readonly onOpen?: () => void
}

export function Menu({ icon, label, action, children, onOpen }: Props) {
  const [isOpen, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    if (!isOpen) return
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== 'Escape') return
      if (event.type === 'pointerdown' && place.current?.contains(event.target as Node)) return
      setOpen(false)
      if (event instanceof KeyboardEvent) button.current?.focus()
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [isOpen])
  return (
    <div className="menu-place" ref={place}>
      <button
        ref={button}
        type="button"
        className="button"
        data-action={action}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => {
          onOpen?.()
          setOpen(!isOpen)
        }}
      >
        <Icon name={icon} /> {label}
      </button>
      {isOpen && (
        <div className="menu" id={id}>
          {children(() => {
            setOpen(false)
            button.current?.focus()
          })}
        </div>
      )}
    </div>
  )
}
