/** How the drawing writes figures and names; the application knows the language. */
import type { Comparison, Frame, FrameRow, Time } from '../kinds/frame.ts'

export interface Words {
  readonly value: (value: number | null | undefined, unit: string) => string
  readonly short: (value: number | null | undefined, unit: string) => string
  readonly row: (row: FrameRow, frame: Frame) => string
  readonly time: (time: Time) => string
  /** Of what is compared: its time, or that it is a target. */
  readonly against: (comparison: Comparison) => string
  /** How a figure has changed, with a sign for its direction; undefined where that says nothing. */
  readonly change: (
    now: number | null | undefined,
    before: number | null | undefined,
    unit: string,
  ) => string | undefined
  /** A difference, with its sign. */
  readonly difference: (value: number | null | undefined, unit: string) => string
  readonly column: (key: string, frame: Frame) => string
  /** Over figures of the year before. */
  readonly year: string
  readonly running: string
}
