/** The few signs of the interface, drawn in the colour of the text. */

const paths = {
  table: 'M2 3.5h12v9H2zM2 6.5h12M2 9.5h12M6 3.5v9',
  chart: 'M2.5 13.5h11M4.5 11V8M8 11V4M11.5 11V6',
  csv: 'M8 2.5v7M5 7l3 3 3-3M2.5 11v2.5h11V11',
  png: 'M2 3h12v10H2zM2 11l3.5-3.5L8 10l2.5-2.5L14 11M5.5 5.8h.1',
  info: 'M8 7.2v4M8 4.6v.2M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z',
  columns: 'M2 3h12v10H2zM6 3v10M10 3v10',
  star: 'M8 2l1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5z',
  close: 'M4 4l8 8M12 4l-8 8',
  filter: 'M2 3.5h12M4.5 8h7M6.5 12.5h3',
  print: 'M4 6V2.5h8V6M4 12H2V6h12v6h-2M4 9.5h8v4H4z',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1',
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}

interface Props {
  readonly icon: IconName
  readonly label: string
  readonly action: string
  readonly onClick: () => void
  readonly isPressed?: boolean
}

/** A button that is only a sign; what it does is its label and its hint. */
export function IconButton({ icon, label, action, onClick, isPressed }: Props) {
  return (
    <button
      type="button"
      className="icon-button"
      data-action={action}
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  )
}
