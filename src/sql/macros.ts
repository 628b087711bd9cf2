/** SQL functions of the warehouse that the model's measures call by name. */

/**
 * `balance_at_end(d, v)`: the sum of `v` over the rows of the group's last date `d`. A balance is
 * never added up over time (KPIS §1).
 *
 * `distinct_at_end(d, v)`: how many different values `v` has on the group's last date; NULL is none.
 */
export const macros = [
  `create macro balance_at_end(d, v) as
     list_sum(list_transform(
       list_filter(list(struct_pack(d := d, v := v)), lambda x: x.d = max(d)),
       lambda x: x.v))`,
  `create macro distinct_at_end(d, v) as
     list_unique(list_transform(
       list_filter(list(struct_pack(d := d, v := v)), lambda x: x.d = max(d)),
       lambda x: x.v))`,
]
