/** The colours of the style sheet, as the drawing needs them: by value, not by name. */

export interface Look {
  readonly series: readonly string[]
  readonly ink: string
  readonly faint: string
  readonly line: string
  readonly surface: string
  readonly good: string
  readonly bad: string
  readonly total: string
  readonly before: string
  readonly target: string
  /** From little to much. */
  readonly heat: readonly string[]
  /** From worse through the same to better. */
  readonly divergence: readonly string[]
  readonly font: string
}

/** Reads the colours that hold now; they differ by theme. */
export function readLook(): Look {
  const style = getComputedStyle(document.documentElement)
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    series: [1, 2, 3, 4, 5, 6].map((number) => color(`series-${number}`)),
    ink: color('ink'),
    faint: color('ink-2'),
    line: color('line'),
    surface: color('surface'),
    good: color('plus'),
    bad: color('minus'),
    total: color('total'),
    before: color('before'),
    target: color('target'),
    heat: [1, 2, 3, 4, 5].map((number) => color(`heat-${number}`)),
    divergence: ['worse', 'same', 'better'].map((name) => color(`diverge-${name}`)),
    font: getComputedStyle(document.body).fontFamily,
  }
}
