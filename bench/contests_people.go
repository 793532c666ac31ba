package bench

import (
	"context"

	"kith/internal/observe/timeline"
	"kith/internal/understand/insight"
)

func rfm() contest {
	return contest{
		name: "RFM", says: "buyers of 90 days by recency, frequency and money in fifths: people and revenue of each cell", target: 6,
		fold: func(ctx context.Context, a *arena) (rows, error) {
			got, err := a.asker.Ask(ctx, insight.Question{Range: wholeRange, RFM: &insight.RFM{Selector: named("order_paid"), Property: "amount"}})
			if err != nil {
				return nil, err
			}
			var out rows
			for _, c := range got.RFM.Cells {
				out = append(out, []float64{float64(c.R), float64(c.F), float64(c.M), float64(c.Persons), c.Revenue})
			}
			return out, nil
		},
		queries: []query{{"quantiles as a row", `
WITH buyers AS (SELECT epoch(TIMESTAMP '2026-04-01' - max(ts)) AS r, count(*) AS f, sum(amount) AS m
                FROM events WHERE event = 'order_paid' GROUP BY person),
     cuts AS (SELECT quantile_disc(r, [0.2, 0.4, 0.6, 0.8]) AS r, quantile_disc(f, [0.2, 0.4, 0.6, 0.8]) AS f,
                     quantile_disc(m, [0.2, 0.4, 0.6, 0.8]) AS m FROM buyers),
     scores AS (SELECT 5 - ` + above("r") + ` AS r, 1 + ` + above("f") + ` AS f, 1 + ` + above("m") + ` AS m, b.m AS money
                FROM buyers b, cuts)
SELECT r::DOUBLE, f::DOUBLE, m::DOUBLE, count(*)::DOUBLE, sum(money)::DOUBLE FROM scores GROUP BY r, f, m`}},
	}
}

// above counts the cuts that a buyer's value exceeds.
func above(of string) string {
	s := "0"
	for _, i := range []string{"1", "2", "3", "4"} {
		s += " + (b." + of + " > cuts." + of + "[" + i + "])::INTEGER"
	}
	return "(" + s + ")"
}

// segment is a condition: a fold of its own, straight over the histories.
func segment() contest {
	return contest{
		name: "segment", says: "people with 3 purchases or more in 30 days and no login in 7", target: 6,
		fold: countSegment,
		queries: []query{{"group, having", `
WITH people AS (SELECT person FROM events
                WHERE ts >= TIMESTAMP '2026-03-02' AND (event = 'order_paid' OR event = 'login' AND ts >= TIMESTAMP '2026-03-25')
                GROUP BY person
                HAVING count(*) FILTER (event = 'order_paid') >= 3 AND count(*) FILTER (event = 'login') = 0)
SELECT count(*)::DOUBLE FROM people`}},
	}
}

func countSegment(ctx context.Context, a *arena) (rows, error) {
	snap, err := a.asker.Store.Snapshot(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer snap.Close()
	paid, _ := snap.Names().Events.Find("order_paid")
	login, _ := snap.Names().Events.Find("login")
	month, week := a.end-30*86400, a.end-7*86400
	var counts []*int
	err = snap.Scan(ctx, func() func(*timeline.View) {
		members := new(int)
		counts = append(counts, members)
		return func(v *timeline.View) {
			purchases := 0
			for i := len(v.Secs) - 1; i >= 0 && v.Secs[i] >= month; i-- {
				switch uint32(v.Codes[i]) {
				case paid:
					purchases++
				case login:
					if v.Secs[i] >= week {
						return
					}
				}
			}
			if purchases >= 3 {
				*members++
			}
		}
	})
	total := 0
	for _, n := range counts {
		total += *n
	}
	return rows{{float64(total)}}, err
}
