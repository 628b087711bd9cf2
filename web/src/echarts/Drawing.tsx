/** A chart drawn by the library, as large as its place, in the colours of the theme. */
import type { EChartsType } from 'echarts/core'
import { useEffect, useRef } from 'react'
import { init } from './library.ts'
import { readLook } from './look.ts'
import { type Drawn, optionOf } from './option.ts'

interface Props {
  readonly drawn: Drawn
  readonly theme: string
  /** Told of the row and the column that were clicked. */
  readonly onPoint: (row: number, column: string | undefined) => void
}

/** Kinds whose rows stand below each other. */
const rowsDown = new Set<string>(['breakdown', 'change', 'funnel', 'bridge'])

/** Draws at once in the size that the place has on paper, and again in its own one afterwards. */
function drawnForPaper(made: EChartsType) {
  const draw = () => {
    made.resize({ animation: { duration: 0 } })
    made.getZr().flush()
  }
  window.addEventListener('beforeprint', draw)
  window.addEventListener('afterprint', draw)
  return () => {
    window.removeEventListener('beforeprint', draw)
    window.removeEventListener('afterprint', draw)
  }
}

export function Drawing({ drawn, theme, onPoint }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const clicked = useRef(onPoint)
  clicked.current = onPoint

  useEffect(() => {
    const made = init(place.current, undefined, { renderer: 'svg' })
    chart.current = made
    const endPaper = drawnForPaper(made)
    const sized = new ResizeObserver(() => made.resize())
    sized.observe(place.current!)
    return () => {
      endPaper()
      sized.disconnect()
      made.dispose()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the theme
  useEffect(() => {
    const made = chart.current!
    const option = optionOf(drawn, readLook())
    if (option === undefined) return
    made.setOption(option as Parameters<EChartsType['setOption']>[0], { notMerge: true })
    const { kind } = drawn.chart
    if (kind === 'cohort' || kind === 'matrix') {
      made.on('click', (event) => {
        const [x, y] = event.value as [number, number]
        const columns = drawn.frame.columns.filter(({ role }) => role === undefined)
        clicked.current(y, columns[x]?.key)
      })
      return () => void made.off('click')
    }
    // Anywhere in a row's band counts: bars may be thin.
    const surface = made.getZr()
    const find = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => {
      if (!made.containPixel('grid', [offsetX, offsetY])) return
      const [x, y] = made.convertFromPixel('grid', [offsetX, offsetY]) as [number, number]
      const row = rowsDown.has(kind) ? y : x
      clicked.current(Math.round(row), undefined)
    }
    surface.on('click', find)
    return () => surface.off('click', find)
  }, [drawn, theme])

  return <div ref={place} className="drawing" />
}
