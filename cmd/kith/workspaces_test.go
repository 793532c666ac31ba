package main

import (
	"net/http"
	"path/filepath"
	"testing"
)

// A workspace made while the program serves takes events and answers at once,
// and its events are its own.
func TestNewWorkspaceWhileServing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, dir)
	if r := s.send(track("1", "Bought", "u1")); r.status != http.StatusOK {
		t.Fatalf("%+v", r)
	}
	var made struct{ ID uint32 }
	s.api("POST", "/api/workspaces", `{"slug":"shop","name":"Shop","zone":"Asia/Shanghai"}`, &made)
	var source struct {
		WriteKey string `json:"write_key"`
	}
	s.api("POST", "/api/workspaces/2/sources", `{"name":"app","kind":"app"}`, &source)
	if made.ID != 2 {
		t.Fatalf("the new workspace has number %d", made.ID)
	}
	r := s.do("POST", "/v1/batch", `{"batch":[`+track("1", "Bought", "u1")+`]}`, "Authorization", basic(source.WriteKey))
	t.Logf("%+v", r)
	r = s.do("GET", "/api/v1/status", "", "Authorization", "Bearer "+localToken(t, dir))
	t.Logf("%+v", r)
}
