/** The statements of `bi_queries.json` that are not answered, by their places in the file, and why. */

export interface Refused {
  readonly reason: string
  /** As answered by us. */
  readonly sqlstate: string
  readonly queries: readonly string[]
}

/** Catalog queries. PostgreSQL itself refuses each of them too: 15 was asked the same. */
export const introspection: readonly Refused[] = [
  {
    reason: 'asks catalogs of Redshift (`stl_…`, `svv_…`, late binding views)',
    sqlstate: '42P01',
    queries: [
      '34 test_redshift_svv_table_info',
      '35 test_redshift_stl_ddltext',
      '36 test_redshift_stl_querytext',
      '38 test_monte_carlo_ddl_introspection',
      '39 test_monte_carlo_query_introspection',
      '46 test_thought_spot_introspection',
      '47 test_thought_spot_introspection',
      '170 test_thoughtspot_table_introspection',
    ],
  },
  {
    reason: 'calls functions of Redshift or MySQL (`sha1`, `isnull`, `charindex`, `str_to_date`)',
    sqlstate: '42883',
    queries: [
      '37 test_sha1_redshift',
      '117 test_isnull_two_arg',
      '118 test_redshift_charindex',
      '146 test_to_char_udf',
      '147 test_to_char_udf',
    ],
  },
  {
    reason: 'calls a function with arguments that PostgreSQL’s does not take',
    sqlstate: '42883',
    queries: [
      '84 test_format_type_postgres',
      '96 test_pg_get_expr_postgres',
      '97 test_pg_get_expr_postgres',
      '105 test_array_lower',
      '106 test_array_lower',
      '107 test_array_upper',
      '108 test_array_upper',
    ],
  },
  {
    reason: 'asks for a table that only tests of Cube have',
    sqlstate: '42P01',
    queries: ['89 test_pg_get_userbyid_postgres'],
  },
  {
    reason: 'shows a setting of MySQL',
    sqlstate: '42704',
    queries: ['49 test_show_variable'],
  },
  {
    reason: 'names a column that PostgreSQL has not had since version 12 (`relhasoids`)',
    sqlstate: '42703',
    queries: ['126 tableau_desktop_columns'],
  },
  {
    reason: 'is wrong on purpose: a step of zero',
    sqlstate: '22023',
    queries: ['94 test_generate_series_postgres'],
  },
  {
    reason: 'does not parse in PostgreSQL: a template left open, a reserved word as a name',
    sqlstate: '42601',
    queries: [
      '31 check_fun',
      '110 test_has_schema_privilege_postgres',
      '210 test_select_column_with_same_name_as_table',
    ],
  },
]

/** Data queries over our views. */
export const data: readonly Refused[] = [
  {
    reason:
      'joins rows of two views and aggregates a measure over the joined rows, which would count some twice: group each view in a subquery, and join the results',
    sqlstate: '0A000',
    queries: [
      '192 test_user_with_join',
      '221 test_thoughtspot_derived_dot_column',
      '237 test_join_three_cubes_split',
      '238 test_join_three_subqueries_with_filter_order_limit_and_split',
      '239 test_join_subquery_and_table_with_filter_order_limit',
      '240 test_join_two_subqueries_filter_push_down',
    ],
  },
  {
    reason: 'sums a dimension, which the model does not govern: take a measure',
    sqlstate: '42803',
    queries: ['288 test_case_wrapper_ungrouped_on_dimension', '293 test_tableau_custom_date_diff'],
  },
  {
    reason: 'is wrong on purpose: `MEASURE` of a dimension',
    sqlstate: '42803',
    queries: ['25 measure_used_on_dimension'],
  },
  {
    reason: 'filters single rows by a measure, which has a value for a group only: use HAVING',
    sqlstate: '42803',
    queries: ['176 test_triple_ident'],
  },
  {
    reason:
      'selects a column that is not in GROUP BY (cast to another type there), as PostgreSQL refuses too',
    sqlstate: '42803',
    queries: ['300 test_sigma_visitor_group_by'],
  },
  {
    reason: 'calls a function of MySQL (`str_to_date`)',
    sqlstate: '42883',
    queries: ['280 test_date_trunc_column_equals_literal'],
  },
  {
    reason: 'asks for a table that only tests of Cube have',
    sqlstate: '42P01',
    queries: ['19 non_cube_filters_cast_kept'],
  },
  {
    reason: 'makes a temporary table: sessions read only',
    sqlstate: '25006',
    queries: ['139 tableau_temporary_tables'],
  },
]

/** The refused of a list, as the documentation has them. */
export const asLines = (refused: readonly Refused[]): string[] =>
  refused.map(
    ({ reason, sqlstate, queries }) =>
      `| ${reason} | \`${sqlstate}\` | ${queries.map((query) => `\`${query}\``).join(', ')} |`,
  )
