package insight_test

import "testing"

func BenchmarkRetention(b *testing.B) {
	const span = `"range":{"from":"2026-03-02","to":"2026-05-31"}`
	for name, question := range map[string]string{
		"first_ever":  `{` + span + `,"retention":{"start":{"event":"*"},"return":{"event":"*"},"periods":30}}`,
		"named":       `{` + span + `,"retention":{"start":{"event":"view"},"return":{"event":"cart"},"periods":30}}`,
		"every":       `{` + span + `,"retention":{"start":{"event":"*"},"return":{"event":"*"},"cohort":"every","periods":30}}`,
		"on_or_after": `{` + span + `,"retention":{"start":{"event":"*"},"return":{"event":"cart"},"mode":"on_or_after","cohort":"every","periods":30}}`,
		"exact":       `{` + span + `,"retention":{"start":{"event":"*"},"return":{"event":"*"},"window":"exact","cohort":"every","periods":30}}`,
	} {
		b.Run(name, func(b *testing.B) { measure(b, question) })
	}
}
