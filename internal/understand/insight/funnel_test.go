package insight_test

import "testing"

func BenchmarkFunnel(b *testing.B) {
	const span = `"range":{"from":"2026-03-02","to":"2026-05-31"}`
	for name, question := range map[string]string{
		"ordered":   `{` + span + `,"funnel":{"steps":[{"event":"view"},{"event":"cart"},{"event":"order"},{"event":"paid"}],"window":"7d"}}`,
		"strict":    `{` + span + `,"funnel":{"steps":[{"event":"view"},{"event":"read"},{"event":"search"}],"order":"strict","window":"7d"}}`,
		"any":       `{` + span + `,"funnel":{"steps":[{"event":"search"},{"event":"cart"},{"event":"order"},{"event":"paid"}],"order":"any","window":"7d"}}`,
		"exclusion": `{` + span + `,"funnel":{"steps":[{"event":"view"},{"event":"cart"},{"event":"order"},{"event":"paid"}],"window":"7d","exclude":[{"event":"share"}]}}`,
		"platform":  `{` + span + `,"funnel":{"steps":[{"event":"view"},{"event":"cart"},{"event":"order"},{"event":"paid"}],"window":"7d","breakdown":{"property":"platform"}}}`,
	} {
		b.Run(name, func(b *testing.B) { measure(b, question) })
	}
}
