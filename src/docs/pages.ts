/** The generated pages of docs/generated, all at once. */
import { join } from 'node:path'
import { projectRoot } from '../settings.ts'
import { busMatrixPage } from './bus_matrix_page.ts'
import { kpisPage } from './kpis_page.ts'
import { lineagePage } from './lineage_page.ts'
import { matrixPage } from './matrix_page.ts'
import { readModel } from './model.ts'
import { type Layers, tablesPage } from './tables_page.ts'

/** The text of each page by its file name. */
export function generatedPages(layers: Layers): ReadonlyMap<string, string> {
  const model = readModel(join(projectRoot, 'model'))
  return new Map([
    ['tables.md', tablesPage(layers)],
    ['kpis.md', kpisPage(model, join(projectRoot, 'test/kpis'))],
    ['lineage.md', lineagePage(layers, model)],
    ['matrix.md', matrixPage(model)],
    ['bus_matrix.md', busMatrixPage(layers['conformed'] ?? [])],
  ])
}
