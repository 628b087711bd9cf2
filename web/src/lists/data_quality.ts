/** The checks that do not hold, one a row. */
import type { List } from './list.ts'

export const dataQualityLists: readonly List[] = [
  {
    id: 'data_quality.failing',
    view: 'data_quality',
    key: ['source_system', 'object', 'check_name', 'export_name', 'table_name', 'item'],
    counts: 'failed_checks',
    columns: ['check_name', 'item', 'source_system', 'object', 'table_name', 'failed_checks'],
    more: ['export_name'],
    order: { by: 'check_name', isDescending: false },
    isTimeless: true,
  },
]
