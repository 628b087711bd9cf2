/** Touchpoints, from the generic files. */
import { rawGenericTouchpoints } from '../../sources/generic_marketing.ts'
import { touchpointColumns } from '../objects/touchpoints.ts'
import { stagedFrom } from './staged.ts'

export const stgGenericTouchpoints = stagedFrom({
  name: 'stg_generic__touchpoints',
  description: 'The touchpoints of generic/touchpoints, those without an instant left out.',
  grain: ['touchpoint_id'],
  columns: touchpointColumns,
  from: rawGenericTouchpoints,
  id: 'touchpoint_id',
  needs: ['occurred_at'],
  defaults: { touchpoint_type: 'other', is_hand_raise: false },
})
