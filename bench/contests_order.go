package bench

import (
	"context"
	"slices"

	"kith/internal/simulate"
	"kith/internal/understand/insight"
)

func funnel() contest {
	return contest{
		name: "funnel", says: "app_open, search, cart_add, order_paid in this order within 7 days of the first", target: 35,
		fold: func(ctx context.Context, a *arena) (rows, error) {
			got, err := a.asker.Ask(ctx, insight.Question{Range: wholeRange,
				Funnel: &insight.Funnel{Steps: sequence("app_open", "search", "cart_add", "order_paid"), Window: "7d"}})
			if err != nil {
				return nil, err
			}
			var out rows
			for i, s := range got.Funnel.Groups[0].Steps {
				out = append(out, []float64{float64(i + 1), float64(s.Persons)})
			}
			return out, nil
		},
		queries: []query{{"ASOF joins", `
WITH s1 AS (SELECT person, ts FROM events WHERE event = 'app_open'),
     s2 AS (SELECT person, ts FROM events WHERE event = 'search'),
     s3 AS (SELECT person, ts FROM events WHERE event = 'cart_add'),
     s4 AS (SELECT person, ts FROM events WHERE event = 'order_paid'),
     a2 AS (SELECT s2.person, max(s1.ts) AS first, s2.ts FROM s1 ASOF JOIN s2 ON s1.person = s2.person AND s1.ts < s2.ts
            WHERE s2.ts <= s1.ts + INTERVAL 7 DAY GROUP BY s2.person, s2.ts),
     a3 AS (SELECT s3.person, max(a2.first) AS first, s3.ts FROM a2 ASOF JOIN s3 ON a2.person = s3.person AND a2.ts < s3.ts
            WHERE s3.ts <= a2.first + INTERVAL 7 DAY GROUP BY s3.person, s3.ts),
     a4 AS (SELECT s4.person FROM a3 ASOF JOIN s4 ON a3.person = s4.person AND a3.ts < s4.ts
            WHERE s4.ts <= a3.first + INTERVAL 7 DAY)
` + funnelCounts}, {"ASOF joins from each step back to the one before", `
WITH s1 AS (SELECT person, ts FROM events WHERE event = 'app_open'),
     s2 AS (SELECT person, ts FROM events WHERE event = 'search'),
     s3 AS (SELECT person, ts FROM events WHERE event = 'cart_add'),
     s4 AS (SELECT person, ts FROM events WHERE event = 'order_paid'),
     a2 AS (SELECT s2.person, s1.ts AS first, s2.ts FROM s2 ASOF JOIN s1 ON s2.person = s1.person AND s2.ts > s1.ts
            WHERE s2.ts <= s1.ts + INTERVAL 7 DAY),
     a3 AS (SELECT s3.person, a2.first, s3.ts FROM s3 ASOF JOIN a2 ON s3.person = a2.person AND s3.ts > a2.ts
            WHERE s3.ts <= a2.first + INTERVAL 7 DAY),
     a4 AS (SELECT s4.person FROM s4 ASOF JOIN a3 ON s4.person = a3.person AND s4.ts > a3.ts
            WHERE s4.ts <= a3.first + INTERVAL 7 DAY)
` + funnelCounts}, {"running maximum, a window a step", `
WITH e AS (SELECT person, ts, event FROM events WHERE event IN ('app_open', 'search', 'cart_add', 'order_paid')),
     w1 AS (SELECT *, max(CASE WHEN event = 'app_open' THEN ts END) OVER w AS f1 FROM e
            WINDOW w AS (PARTITION BY person ORDER BY ts ROWS UNBOUNDED PRECEDING)),
     w2 AS (SELECT *, max(CASE WHEN event = 'search' AND ts <= f1 + INTERVAL 7 DAY THEN f1 END) OVER w AS f2 FROM w1
            WHERE f1 IS NOT NULL AND event <> 'app_open'
            WINDOW w AS (PARTITION BY person ORDER BY ts ROWS UNBOUNDED PRECEDING)),
     w3 AS (SELECT *, max(CASE WHEN event = 'cart_add' AND ts <= f2 + INTERVAL 7 DAY THEN f2 END) OVER w AS f3 FROM w2
            WHERE f2 IS NOT NULL
            WINDOW w AS (PARTITION BY person ORDER BY ts ROWS UNBOUNDED PRECEDING))
SELECT 1::DOUBLE, count(DISTINCT person)::DOUBLE FROM e WHERE event = 'app_open'
UNION ALL SELECT 2, count(DISTINCT person)::DOUBLE FROM w2 WHERE f2 IS NOT NULL
UNION ALL SELECT 3, count(DISTINCT person)::DOUBLE FROM w3 WHERE f3 IS NOT NULL
UNION ALL SELECT 4, count(DISTINCT person)::DOUBLE FROM w3 WHERE event = 'order_paid' AND ts <= f3 + INTERVAL 7 DAY`}},
	}
}

const funnelCounts = `SELECT 1::DOUBLE, count(DISTINCT person)::DOUBLE FROM s1
UNION ALL SELECT 2, count(DISTINCT person)::DOUBLE FROM a2
UNION ALL SELECT 3, count(DISTINCT person)::DOUBLE FROM a3
UNION ALL SELECT 4, count(DISTINCT person)::DOUBLE FROM a4`

// paths are compared as whole paths with their sessions and persons; the
// fold's answer has the nodes and links between them as well.
func paths() contest {
	return contest{
		name: "paths", says: "the 50 most frequent ways to begin a session (30 min), 3 events each, with sessions and people", target: 50,
		fold: func(ctx context.Context, a *arena) (rows, error) {
			got, err := a.asker.Ask(ctx, insight.Question{Range: wholeRange, Paths: &insight.Paths{Depth: 3, Repeats: true}})
			if err != nil {
				return nil, err
			}
			var out rows
			for _, p := range got.Paths.Paths {
				row := []float64{-1, -1, -1, float64(p.Sessions), float64(p.Persons)}
				for i, node := range p.Nodes {
					row[i] = float64(slices.Index(simulate.BenchEvents, got.Paths.Nodes[node].Event))
				}
				out = append(out, row)
			}
			return out, nil
		},
		queries: []query{{"lag and lead, then distinct persons", pathsSQL("", `
SELECT enum_code(e1)::DOUBLE, coalesce(enum_code(e2)::INTEGER, -1)::DOUBLE, coalesce(enum_code(e3)::INTEGER, -1)::DOUBLE, count(*)::DOUBLE AS sessions, count(DISTINCT person)::DOUBLE
FROM starts GROUP BY e1, e2, e3`)}, {"lag and lead, then by person and path", pathsSQL(`,
     own AS (SELECT person, e1, e2, e3, count(*) AS n FROM starts GROUP BY ALL)`, `
SELECT enum_code(e1)::DOUBLE, coalesce(enum_code(e2)::INTEGER, -1)::DOUBLE, coalesce(enum_code(e3)::INTEGER, -1)::DOUBLE, sum(n)::DOUBLE AS sessions, count(*)::DOUBLE
FROM own GROUP BY e1, e2, e3`)}},
	}
}

// pathsSQL reads each session's first three events: two of lead, cut where the
// gap is too long.
func pathsSQL(more, counts string) string {
	return `
WITH w AS (SELECT person, event AS e1, ts,
                  lag(ts) OVER p AS before, lead(ts) OVER p AS t2, lead(ts, 2) OVER p AS t3,
                  lead(event) OVER p AS e2, lead(event, 2) OVER p AS e3
           FROM events WINDOW p AS (PARTITION BY person ORDER BY ts)),
     starts AS (SELECT person, e1,
                       CASE WHEN t2 - ts <= INTERVAL 30 MINUTE THEN e2 END AS e2,
                       CASE WHEN t2 - ts <= INTERVAL 30 MINUTE AND t3 - t2 <= INTERVAL 30 MINUTE THEN e3 END AS e3
                FROM w WHERE before IS NULL OR ts - before > INTERVAL 30 MINUTE)` + more + counts + `
ORDER BY sessions DESC, e1::VARCHAR, coalesce(e2::VARCHAR, ''), coalesce(e3::VARCHAR, '') LIMIT 50`
}
