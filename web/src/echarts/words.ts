/** How the drawing writes figures and names; the application knows the language. */
import type { Frame, FrameRow } from '../kinds/frame.ts'

export interface Words {
  readonly value: (value: number | null | undefined, unit: string) => string
  readonly short: (value: number | null | undefined, unit: string) => string
  readonly row: (row: FrameRow, frame: Frame) => string
  /** Under an axis, where there is little room. */
  readonly tick: (row: FrameRow, frame: Frame) => string
  readonly column: (key: string, frame: Frame) => string
  readonly running: string
}
