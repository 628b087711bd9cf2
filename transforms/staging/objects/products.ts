/** The columns of a business object over all systems: products. */
import { text } from '../../../src/columns.ts'

/** What is on sale. */
export const productColumns = {
  product_id: text('The product, scoped by source.'),
  source_system: text('The system.'),
  source_instance: text('The account of the system; empty for the only one.'),
  product_name: text('As the system names it.').nullable(),
  product_type: text('As the system names it.').nullable(),
  product_family: text('As the system names it.').nullable(),
}
