package auth

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestSecretDoesNotShowItself(t *testing.T) {
	s := Secret("hunter2")
	in := struct{ Password Secret }{s}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", s, "in", in)
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{fmt.Sprint(s), fmt.Sprintf("%s %q %v %+v %#v %x %d", s, s, s, in, in, s, s), string(text), log.String()} {
		if strings.Contains(shown, "hunter2") || strings.Contains(shown, "68756e74657232") {
			t.Errorf("%s", shown)
		}
	}
	if err := json.Unmarshal([]byte(`{"Password":"x"}`), &in); err != nil || in.Password.Reveal() != "x" {
		t.Errorf("reading one: %v", err)
	}
}
