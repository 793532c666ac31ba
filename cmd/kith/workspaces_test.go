package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
)

// A workspace made while the program serves takes events and answers at once;
// its events and message ids are its own, and it is there after a kill.
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
	s.api("POST", fmt.Sprintf("/api/workspaces/%d/sources", made.ID), `{"name":"app","kind":"app"}`, &source)
	batch := `{"batch":[` + track("1", "Bought", "u1") + `,` + track("2", "Bought", "u2") + `]}`
	if r := s.do("POST", "/v1/batch", batch, "Authorization", basic(source.WriteKey)); r.status != http.StatusOK {
		t.Fatalf("an event of the new workspace: %+v", r)
	}
	s.workspace = "shop"
	s.await("Bought", 2)
	s.workspace = "main"
	s.await("Bought", 1)
	s.kill()
	again := serve(t, dir)
	for slug, n := range map[string]int{"shop": 2, "main": 1} {
		again.workspace = slug
		again.await("Bought", n)
	}
	again.stop()
}
