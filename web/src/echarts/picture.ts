/** A chart as a PNG: drawn once more, on a canvas that nobody sees. */
import { TitleComponent } from 'echarts/components'
import { CanvasRenderer } from 'echarts/renderers'
import { init, use } from './library.ts'
import { readLook } from './look.ts'
import { type Drawn, optionOf } from './option.ts'

use([CanvasRenderer, TitleComponent])

/** The PNG as a data address, with its title and, below it, what the data reaches to. */
export function pictureOf(drawn: Drawn, title: string, stamp: string): string | undefined {
  const look = readLook()
  const option = optionOf(drawn, look)
  if (option === undefined) return undefined
  const place = document.createElement('div')
  const chart = init(place, undefined, {
    renderer: 'canvas',
    width: 960,
    height: 480,
    devicePixelRatio: 2,
  })
  const grid = { ...option.grid, left: 20, right: 70, top: 76, bottom: 20 }
  chart.setOption({
    ...option,
    grid,
    title: {
      text: title,
      subtext: stamp,
      left: 16,
      top: 12,
      textStyle: { color: look.ink, fontSize: 18, fontFamily: look.font },
      subtextStyle: { color: look.faint, fontSize: 12, fontFamily: look.font },
    },
  } as Parameters<typeof chart.setOption>[0])
  const address = chart.getDataURL({ type: 'png', backgroundColor: look.surface })
  chart.dispose()
  return address
}
