package insight_test

import "testing"

func BenchmarkPaths(b *testing.B) {
	const span = `"range":{"from":"2026-03-02","to":"2026-05-31"}`
	for name, question := range map[string]string{
		"open":     `{` + span + `,"paths":{"depth":3}}`,
		"from":     `{` + span + `,"paths":{"from":{"event":"search"}}}`,
		"to":       `{` + span + `,"paths":{"to":{"event":"order"}}}`,
		"platform": `{` + span + `,"paths":{"by":"platform"}}`,
	} {
		b.Run(name, func(b *testing.B) { measure(b, question) })
	}
}
