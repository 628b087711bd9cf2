/** SQL functions of the warehouse that the model's measures call by name. */

/**
 * `balance_at_end(d, v)`: the sum of `v` over the rows of the group's last date `d`. A balance is
 * never added up over time (KPIS §1). Rows without `d` are of another event and do not count; the
 * answer is NULL where `v` is on all rows of the last date.
 *
 * `distinct_at_end(d, v)`: how many different values `v` has on the group's last date; NULL is no
 * value. The answer is 0 where all are NULL, and NULL where no row has a `d`.
 *
 * A row without names, since DuckDB 1.5.5 does not bind a lambda over named fields in a HAVING.
 *
 * The lists hold only rows that have a value: a mart's other events cost nothing. Measured on 876
 * thousand rows: 17 to 48 ms, where a plain sum takes 3 to 24.
 */
export const macros = [
  `create macro balance_at_end(d, v) as
     list_sum(list_transform(
       list_filter(
         list(row(d, v)) filter (where v is not null),
         lambda x: x[1] = max(d)),
       lambda x: x[2]))`,
  `create macro distinct_at_end(d, v) as
     case when max(d) is not null then coalesce(
       list_unique(list_transform(
         list_filter(
           list(row(d, v)) filter (where v is not null),
           lambda x: x[1] = max(d)),
         lambda x: x[2])), 0) end`,
]
