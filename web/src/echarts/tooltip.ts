/** What is said of the figures under the pointer: elements, so that names cannot be markup. */
import type { Comparison } from '../kinds/frame.ts'
import type { Words } from './words.ts'

export interface Said {
  readonly name: string
  readonly value: string
  readonly color?: string
  /** What it was at another time, or how it has changed since. */
  readonly beside?: string | undefined
}

export function tooltipOf(
  title: string,
  said: readonly Said[],
  { note, beside }: { readonly note?: string | undefined; readonly beside?: string } = {},
): HTMLElement {
  const box = element('div', 'tip')
  const head = element('div', 'tip-title', title)
  if (beside !== undefined) head.append(element('span', 'tip-beside', beside))
  box.append(head)
  const hasBeside = beside !== undefined || said.some((one) => one.beside !== undefined)
  for (const { name, value, color, beside } of said) {
    const row = element('div', 'tip-row')
    const mark = element('span', 'tip-mark')
    if (color !== undefined) mark.style.background = color
    row.append(mark, element('span', 'tip-name', name), element('span', 'tip-value', value))
    if (hasBeside) row.append(element('span', 'tip-beside', beside ?? ''))
    box.append(row)
  }
  if (note !== undefined) box.append(element('div', 'tip-note', note))
  return box
}

/** What a figure is held against, each with how far the figure has moved from there. */
export const comparedSaid = (
  value: number | null | undefined,
  unit: string,
  comparisons: readonly Comparison[],
  words: Words,
  write = (figure: number | null) => words.value(figure, unit),
): Said[] =>
  comparisons
    .filter((comparison) => comparison.value !== null)
    .map((comparison) => ({
      name: words.against(comparison),
      value: write(comparison.value),
      beside: words.change(value, comparison.value, unit),
    }))

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  if (text !== undefined) made.textContent = text
  return made
}
