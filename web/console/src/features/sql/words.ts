/** What the editor knows of DuckDB's language: words to colour and to suggest. */
export const keywords =
  'all and any as asc between by case cast cross cte desc describe distinct else end escape except exclude exists explain false filter following for from full glob group grouping having if ilike in inner ' +
  'intersect interval into is join lateral left like limit materialized natural not null nulls offset on or order outer over partition pivot positional preceding qualify range recursive replace right rollup ' +
  'row rows sample select semi anti asof sets show similar summarize table tablesample then to true try_cast unbounded union unpivot using values when where window with within without';

export const types = 'bigint boolean decimal double float hugeint integer interval json smallint timestamp timestamptz tinyint ubigint uinteger uuid varchar';

/** Functions with their arguments, as they are suggested. */
export const functions: Record<string, string> = {
  count: '(*)', sum: '(x)', avg: '(x)', min: '(x)', max: '(x)', median: '(x)', mode: '(x)', quantile_cont: '(x, 0.9)', stddev: '(x)', variance: '(x)', corr: '(y, x)',
  count_if: '(test)', any_value: '(x)', first: '(x)', last: '(x)', arg_max: '(x, by)', arg_min: '(x, by)', approx_count_distinct: '(x)', string_agg: '(x, sep)', list: '(x)', histogram: '(x)',
  bool_and: '(x)', bool_or: '(x)', row_number: '()', rank: '()', dense_rank: '()', percent_rank: '()', ntile: '(n)', lag: '(x)', lead: '(x)', first_value: '(x)', last_value: '(x)', nth_value: '(x, n)',
  date_trunc: "('month', t)", date_diff: "('day', a, b)", date_part: "('hour', t)", date_add: '(d, interval)', dayname: '(d)', monthname: '(d)', dayofweek: '(d)', hour: '(t)', week: '(d)', month: '(d)', year: '(d)',
  last_day: '(d)', make_date: '(y, m, d)', now: '()', today: '()', strftime: "(t, '%Y-%m')", strptime: "(s, '%Y-%m-%d')", time_bucket: '(interval, t)', age: '(a, b)', epoch: '(t)', to_timestamp: '(s)',
  coalesce: '(a, b)', nullif: '(a, b)', ifnull: '(a, b)', greatest: '(a, b)', least: '(a, b)', round: '(x, n)', floor: '(x)', ceil: '(x)', abs: '(x)', ln: '(x)', log: '(x)', exp: '(x)', pow: '(x, y)', sqrt: '(x)',
  width_bucket: '(x, a, b, n)', random: '()', lower: '(s)', upper: '(s)', trim: '(s)', length: '(s)', left: '(s, n)', right: '(s, n)', substring: '(s, from, n)', replace: '(s, a, b)', split_part: '(s, sep, n)',
  concat: '(a, b)', concat_ws: '(sep, a, b)', contains: '(s, part)', starts_with: '(s, start)', ends_with: '(s, end)', regexp_matches: '(s, re)', regexp_extract: '(s, re)', regexp_replace: '(s, re, by)',
  json_extract: '(j, path)', json_extract_string: '(j, path)', json_keys: '(j)', json_array_length: '(j)', unnest: '(list)', range: '(n)', generate_series: '(a, b)', len: '(list)', list_contains: '(list, x)',
};
