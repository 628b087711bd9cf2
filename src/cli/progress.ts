/** The progress of a build, on stderr: a bar on a terminal, a line a table in a pipe. */
import type { ProgressEvent, Stage } from '../warehouse/index.ts'
import { counted, took } from './figures.ts'

export interface Progress {
  readonly show: (event: ProgressEvent) => void
  /** Leaves the terminal clean. */
  readonly end: () => void
}

const stages: Record<Stage, string> = {
  survey: 'Looking at the exports',
  load: 'Loading exports',
  build: 'Building tables',
  check: 'Checking the model',
  publish: 'Publishing',
}

export const startProgress = (stream: NodeJS.WriteStream = process.stderr): Progress =>
  stream.isTTY ? barOn(stream) : linesOn(stream)

function linesOn(stream: NodeJS.WritableStream): Progress {
  const line = (text: string) => void stream.write(`${text}\n`)
  return {
    show: (event) => {
      if (event.kind === 'table')
        line(`  ${event.name}: ${counted(event.rows, 'row')} in ${took(event.ms)}, ${event.reason}`)
      else if (event.total > 0) line(`${stages[event.stage]}: ${counted(event.total, 'table')}`)
      else if (event.stage === 'check') line(`${stages[event.stage]} …`)
    },
    end: () => {},
  }
}

/** A bar of cells; each table that is made fills its share. */
function barOn(stream: NodeJS.WriteStream): Progress {
  const cells = 20
  let stage: Stage = 'survey'
  let [done, total] = [0, 0]
  const draw = (name = '') => {
    const filled = total === 0 ? 0 : Math.floor((done / total) * cells)
    const bar = `${'█'.repeat(filled)}${'░'.repeat(cells - filled)}`
    const text =
      total === 0 ? `${stages[stage]} …` : `${stages[stage]} ${bar} ${done}/${total} ${name}`
    stream.write(`\r\u001B[2K${text.slice(0, stream.columns - 1)}`)
  }
  return {
    show: (event) => {
      if (event.kind === 'stage') [stage, done, total] = [event.stage, 0, event.total]
      else done++
      draw(event.kind === 'table' ? event.name : '')
    },
    end: () => void stream.write('\r\u001B[2K'),
  }
}
