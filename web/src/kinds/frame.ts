/** What a chart shows, as a table: the drawing, the table view and the exports all come from it. */
import type { Filter } from '@cubejs-client/core'
import type { Grain } from '../model/granularities.ts'

/** The rows behind a figure: which days, held to what. */
export interface Point {
  readonly from: string
  readonly to: string
  readonly filters: readonly Filter[]
}

export interface Column {
  readonly key: string
  readonly title: string
  readonly unit: string
  /** `view.measure`, where its figures can be drilled into. */
  readonly measure?: string
  /** Holds the figures of this column only, beside those of their row. */
  readonly filters?: readonly Filter[]
  /** Of figures that are differences, written with their sign. */
  readonly isDifference?: boolean
  /** Of a column that compares: the column whose figures it is held to, or differs from. */
  readonly of?: string
  /** Another time or a plan, to compare with; or the difference to it. */
  readonly role?:
    | 'year'
    | 'previous'
    | 'target'
    | 'difference'
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
  readonly role?: 'start' | 'end' | 'plus' | 'minus' | 'total'
  /** Of rows of one figure: the time that it is of, and what it is held against. */
  readonly time?: Time
  readonly comparisons?: readonly Comparison[]
  /** Of rows of several figures: each, by its column, and what it is held against. */
  readonly cells?: Readonly<Record<string, Cell>>
  /** The days of figures that are of another time than their row, by column. */
  readonly spans?: Readonly<Record<string, Span>>
}

export interface Span {
  readonly from: string
  readonly to: string
}

export interface Cell {
  readonly value: number | null
  readonly comparisons: readonly Comparison[]
  /** At the end of a period that is not over. */
  readonly isRunning: boolean
}

export interface Comparison {
  readonly kind: 'previous' | 'year' | 'target'
  readonly value: number | null
  readonly period: Time
}

/** A period, or days: of a range, or of a running period that is compared to date. */
export interface Time {
  readonly start: string
  /** How long the period is, where that is not as long as the one that is compared. */
  readonly grain?: Grain
  readonly days?: readonly [string, string]
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
  readonly span?: Span & { readonly grain?: Grain }
  /** What else the chart could be of, and which it is: one of several series. */
  readonly offered?: {
    readonly chosen: string
    readonly all: readonly string[]
    /** Of values of dimensions: by choice, what it is called. */
    readonly names?: Readonly<Record<string, string>>
  }
  /** How many more members there are than are shown. */
  readonly left?: number
}

export const isEmpty = ({ rows, columns }: Frame): boolean =>
  rows.every(({ values }) => columns.every(({ key }) => values[key] == null))

/** The comparison that a drawing shows: with the year before, else with the period before. */
export const drawnComparison = ({ columns, rows }: Frame): Column | undefined =>
  (['year', 'previous'] as const)
    .flatMap((role) => columns.filter((column) => column.role === role))
    .find(({ key }) => rows.some(({ values }) => values[key] != null))
