/** What is said of the figures under the pointer: elements, so that names cannot be markup. */

export interface Said {
  readonly name: string
  readonly value: string
  readonly color?: string
}

export function tooltipOf(title: string, said: readonly Said[], note?: string): HTMLElement {
  const box = element('div', 'tip')
  box.append(element('div', 'tip-title', title))
  for (const { name, value, color } of said) {
    const row = element('div', 'tip-row')
    const mark = element('span', 'tip-mark')
    if (color !== undefined) mark.style.background = color
    row.append(mark, element('span', 'tip-name', name), element('span', 'tip-value', value))
    box.append(row)
  }
  if (note !== undefined) box.append(element('div', 'tip-note', note))
  return box
}

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  if (text !== undefined) made.textContent = text
  return made
}
