/** What a chart shows, as a table: the drawing, the table view and the exports all come from it. */
import type { Filter } from '@cubejs-client/core'
import type { Grain } from '../model/granularities.ts'

/** The rows behind a figure: which days, held to what. */
export interface Point {
  readonly from: string
  readonly to: string
  readonly filters: readonly Filter[]
}

interface Column {
  readonly key: string
  readonly title: string
  readonly unit: string
  /** `view.measure`, where its figures can be drilled into. */
  readonly measure?: string
  /** Holds the figures of this column only, beside those of their row. */
  readonly filters?: readonly Filter[]
  /** Another time or a plan, to compare with. */
  readonly role?:
    | 'year'
    | 'previous'
    | 'target'
    | 'start'
    | 'end'
    | 'minus'
    | 'net'
    | 'size'
    | 'middle'
    | 'low'
    | 'high'
    | 'baseline'
}

export interface FrameRow {
  /** As it came: the start of a period, or a member of a dimension. */
  readonly key: string
  readonly values: Readonly<Record<string, number | null>>
  readonly point: Point | undefined
  /** A period that is not over. */
  readonly isRunning?: boolean
  /** Of rows that are measures of their own. */
  readonly measure?: string
  readonly title?: string
  readonly unit?: string
  readonly role?: 'start' | 'end' | 'plus' | 'minus'
  /** Of rows that are figures of their own. */
  readonly comparisons?: readonly Comparison[]
}

export interface Comparison {
  readonly kind: 'previous' | 'year' | 'target'
  readonly value: number | null
  /** What it is compared with: days, where a running period is compared to date, or a whole range. */
  readonly period: { readonly start: string; readonly days?: readonly [string, string] }
}

export interface Headline {
  readonly measure: string
  readonly value: number | null
  readonly period: { readonly start: string; readonly grain: Grain | 'range'; readonly to: string }
  readonly isRunning: boolean
  readonly comparisons: readonly Comparison[]
}

export interface Frame {
  /** What the rows are: periods, or members of this dimension. */
  readonly rows: readonly FrameRow[]
  readonly label:
    | { readonly kind: 'period'; readonly grain: Grain }
    | { readonly kind: 'member'; readonly title: string }
  readonly columns: readonly Column[]
  /** The last figures, one for each measure that is compared. */
  readonly headlines?: readonly Headline[]
  /** The span that the whole frame is of, where its rows are no periods. */
  readonly span?: { readonly from: string; readonly to: string; readonly grain?: Grain }
  /** What else the chart could be of, and which it is: one of several series. */
  readonly offered?: { readonly chosen: string; readonly all: readonly string[] }
  /** How many more members there are than are shown. */
  readonly left?: number
}

export const isEmpty = ({ rows, columns }: Frame): boolean =>
  rows.every(({ values }) => columns.every(({ key }) => values[key] == null))
