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

/** On paper a drawing is scaled to its place, since nobody says how wide that is. */
function scaledForPrint(place: HTMLElement) {
  let isPrinting = false
  const scaleNow = () => {
    const svg = place.querySelector('svg')
    const [width, height] = [svg?.getAttribute('width'), svg?.getAttribute('height')]
    if (svg && width && height) svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  }
  const scale = () => {
    isPrinting = true
    scaleNow()
  }
  const unscale = () => {
    isPrinting = false
    place.querySelector('svg')?.removeAttribute('viewBox')
  }
  window.addEventListener('beforeprint', scale)
  window.addEventListener('afterprint', unscale)
  return {
    resized: () => isPrinting && scaleNow(),
    end() {
      window.removeEventListener('beforeprint', scale)
      window.removeEventListener('afterprint', unscale)
    },
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
    const scaled = scaledForPrint(place.current!)
    const sized = new ResizeObserver(() => {
      made.resize()
      scaled.resized()
    })
    sized.observe(place.current!)
    return () => {
      scaled.end()
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
