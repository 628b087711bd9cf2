/** A chart as a PNG: drawn once more, on a canvas that nobody sees, with its title and its legend. */
import { TitleComponent } from 'echarts/components'
import { CanvasRenderer } from 'echarts/renderers'
import { legendColors } from './colors.ts'
import { init, use } from './library.ts'
import { type Look, readLook } from './look.ts'
import { type Drawn, optionOf } from './option.ts'

use([CanvasRenderer, TitleComponent])

const width = 960
const lineHeight = 20
/** How many letters of a legend fit on a line, and what its marks take of them. */
const lineLength = 130
const markLength = 5

/** The PNG as a data address: the title, what the data reaches to, and below them the legend. */
export function pictureOf(drawn: Drawn, title: string, stamp: string): string | undefined {
  const look = readLook()
  const option = optionOf(drawn, look)
  if (option === undefined) return undefined
  const { text, styles, lines } = legendText(drawn, look)
  const place = document.createElement('div')
  const height = 480 + lines * lineHeight
  const chart = init(place, undefined, { renderer: 'canvas', width, height, devicePixelRatio: 2 })
  const grid = { ...option.grid, left: 20, right: 70, top: 76 + lines * lineHeight, bottom: 20 }
  const font = { fontFamily: look.font, fontSize: 12, lineHeight }
  chart.setOption({
    ...option,
    grid,
    title: {
      text: title,
      subtext: [stamp, ...text].join('\n'),
      left: 16,
      top: 12,
      textStyle: { color: look.ink, fontSize: 18, fontFamily: look.font },
      subtextStyle: { ...font, color: look.faint, rich: styles },
    },
  } as Parameters<typeof chart.setOption>[0])
  const address = chart.getDataURL({ type: 'png', backgroundColor: look.surface })
  chart.dispose()
  return address
}

/** The legend as lines of rich text: a mark in the colour of each column, and its name. */
function legendText({ chart, frame, words }: Drawn, look: Look) {
  const colors = [...legendColors(chart, frame, look)]
  const lines: { length: number; text: string }[] = []
  for (const [index, [key]] of colors.entries()) {
    // Braces would end the mark.
    const name = words.column(key, frame).replaceAll(/[{}|]/g, ' ')
    const entry = `{m${index}|■} ${name}     `
    const length = name.length + markLength
    const line = lines.at(-1)
    if (line && line.length + length <= lineLength) {
      line.text += entry
      line.length += length
    } else lines.push({ length, text: entry })
  }
  const styles = Object.fromEntries(colors.map(([, color], index) => [`m${index}`, { color }]))
  return { text: lines.map(({ text }) => text), styles, lines: lines.length }
}
