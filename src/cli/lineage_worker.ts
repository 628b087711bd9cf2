/** The thread that reads the lineage of KPIs: it is told names, and answers with what they are made of. */
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { conformed, marts, references, sources, staging } from '../../transforms/index.ts'
import { memberLineages } from '../docs/member_lineage.ts'
import { readModel } from '../docs/model.ts'
import { projectRoot } from '../settings.ts'

const lineageOf = memberLineages(
  { sources, references, staging, conformed, marts },
  readModel(join(projectRoot, 'model')),
)
parentPort!.on('message', (name: string) => parentPort!.postMessage(lineageOf(name)))
