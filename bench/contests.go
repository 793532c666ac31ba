package bench

import (
	"context"

	"kith/internal/understand/insight"
)

// contests are the questions with a promise. The SQL may rely on what is known
// of the data: every event is an activity, times are distinct whole seconds
// within a person, nobody is active for 24 hours without a break.
func contests() []contest {
	return []contest{dailyActive(), funnel(), retentionByDay(), retentionByWeek(), paths(), rfm(), segment()}
}

// wholeRange is all of the data.
var wholeRange = insight.Range{From: "2026-01-01", To: "2026-03-31"}

func dailyActive() contest {
	return contest{
		name: "daily active", says: "people active on each of 90 days, exact", target: 30,
		fold: func(ctx context.Context, a *arena) (rows, error) {
			got, err := a.asker.Ask(ctx, insight.Question{Range: wholeRange, Trend: &insight.Trend{Series: []insight.Series{{Selector: anything, Measure: "unique"}}}})
			if err != nil {
				return nil, err
			}
			var out rows
			for day, n := range got.Trend.Lines[0].Values {
				out = append(out, []float64{float64(day), *n})
			}
			return out, nil
		},
		queries: []query{{"count distinct", `
SELECT (ts::DATE - DATE '2026-01-01')::DOUBLE, count(DISTINCT person)::DOUBLE
FROM events GROUP BY 1`}, {"distinct, then count", `
SELECT day::DOUBLE, count(*)::DOUBLE
FROM (SELECT DISTINCT person, ts::DATE - DATE '2026-01-01' AS day FROM events)
GROUP BY day`}, {"two words of bits by person", `
WITH offsets AS (SELECT person, (ts::DATE - DATE '2026-01-01')::INTEGER AS day FROM events),
     days AS (SELECT bit_or(CASE WHEN day < 60 THEN 1::BIGINT << day ELSE 0 END) AS low,
                     bit_or(CASE WHEN day >= 60 THEN 1::BIGINT << (day - 60) ELSE 0 END) AS high
              FROM offsets GROUP BY person),
     counts AS (SELECT list_concat(` + list(60, "sum((low >> %d) & 1)::DOUBLE") + `, ` + list(30, "sum((high >> %d) & 1)::DOUBLE") + `) AS persons FROM days)
SELECT day::DOUBLE, persons[day + 1] FROM counts, range(90) t(day)`}},
	}
}

func retention(q insight.Retention) func(context.Context, *arena) (rows, error) {
	return func(ctx context.Context, a *arena) (rows, error) {
		got, err := a.asker.Ask(ctx, insight.Question{Range: wholeRange, Retention: &q})
		if err != nil {
			return nil, err
		}
		var out rows
		for cohort, line := range got.Retention.Groups[0].Cohorts {
			for period, cell := range line.Cells {
				if cell.Persons > 0 {
					out = append(out, []float64{float64(cohort), float64(period), float64(cell.Persons)})
				}
			}
		}
		return out, nil
	}
}

func retentionByDay() contest {
	return contest{
		name: "retention, day N", says: "who came back 0 to 30 days after the day of their first app_open; 90 cohorts", target: 40,
		fold: retention(insight.Retention{Start: named("app_open"), Return: anything, Periods: 30}),
		queries: []query{{"distinct days joined with first days", `
WITH first AS (SELECT person, min(ts) AS ts FROM events WHERE event = 'app_open' GROUP BY person),
     days AS (SELECT DISTINCT person, ts::DATE AS day FROM events)
SELECT (first.ts::DATE - DATE '2026-01-01')::DOUBLE, (day - first.ts::DATE)::DOUBLE, count(*)::DOUBLE
FROM days JOIN first USING (person)
WHERE day >= first.ts::DATE AND day - first.ts::DATE <= 30
GROUP BY ALL`}, {"two words of bits by person", `
WITH offsets AS (SELECT person, ts, event, (ts::DATE - DATE '2026-01-01')::INTEGER AS day FROM events),
     people AS (SELECT ((min(ts) FILTER (event = 'app_open'))::DATE - DATE '2026-01-01')::INTEGER AS first,
                       bit_or(CASE WHEN day < 60 THEN 1::BIGINT << day ELSE 0 END) AS low,
                       bit_or(CASE WHEN day >= 60 THEN 1::BIGINT << (day - 60) ELSE 0 END) AS high
                FROM offsets GROUP BY person),
     days AS (SELECT first, (((high::HUGEINT << 60) | low) >> first & 2147483647)::BIGINT AS bits FROM people WHERE first IS NOT NULL),
     counts AS (SELECT first, ` + list(31, "sum((bits >> %d) & 1)::DOUBLE") + ` AS persons FROM days GROUP BY first)
SELECT first::DOUBLE, period::DOUBLE, persons[period + 1]
FROM counts, range(31) t(period) WHERE persons[period + 1] > 0`}},
	}
}

func retentionByWeek() contest {
	return contest{
		name: "retention, weekly", says: "who came back 0 to 12 weeks after the week of their first app_open", target: 40,
		fold: retention(insight.Retention{Start: named("app_open"), Return: anything, Unit: "week", Periods: 12}),
		queries: []query{{"distinct weeks joined with first weeks", `
WITH weeks AS (SELECT DISTINCT person, (ts::DATE - DATE '2025-12-29') // 7 AS week FROM events),
     first AS (SELECT person, (min(ts)::DATE - DATE '2025-12-29') // 7 AS week FROM events WHERE event = 'app_open' GROUP BY person)
SELECT first.week::DOUBLE, (weeks.week - first.week)::DOUBLE, count(*)::DOUBLE
FROM weeks JOIN first USING (person)
WHERE weeks.week >= first.week AND weeks.week - first.week <= 12
GROUP BY ALL`}, {"one bit a week by person", `
WITH weeks AS (SELECT ((min(ts) FILTER (event = 'app_open'))::DATE - DATE '2025-12-29') // 7 AS first,
                      bit_or(1::INTEGER << ((ts::DATE - DATE '2025-12-29') // 7)::INTEGER) AS bits
               FROM events GROUP BY person),
     counts AS (SELECT first, ` + list(13, "sum((bits >> (first + %d)::INTEGER) & 1)::DOUBLE") + ` AS persons
                FROM weeks WHERE first IS NOT NULL GROUP BY first)
SELECT first::DOUBLE, period::DOUBLE, persons[period + 1]
FROM counts, range(13) t(period) WHERE persons[period + 1] > 0`}},
	}
}
