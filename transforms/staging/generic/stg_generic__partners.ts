/** Partners, from the generic files. */
import { rawGenericPartners } from '../../sources/generic_crm.ts'
import { partnerColumns } from '../objects/partners.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericPartners = stagedFrom({
  name: 'stg_generic__partners',
  description: 'The partners of generic/partners.',
  grain: ['partner_id'],
  columns: partnerColumns,
  from: rawGenericPartners,
  id: 'partner_id',
  defaults: {},
})
