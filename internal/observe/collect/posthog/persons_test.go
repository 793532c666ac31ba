package posthog

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/collect/wire"
	"kith/internal/observe/identity"
	"kith/internal/observe/timeline"
	"kith/internal/platform/db/dbtest"
)

// people says whose the events of bodies are that come one after the other: of
// each person the ids, sorted.
func people(t *testing.T, bodies []string) string {
	t.Helper()
	d := dbtest.SQLite(t)
	if err := d.Migrate(t.Context(), "identity", identity.Migrations); err != nil {
		t.Fatal(err)
	}
	who, err := identity.Open(t.Context(), d, 1, identity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	joined, persons := timeline.NewOverrides(), map[string]uint32{}
	for i, body := range bodies {
		for _, e := range decode(t, body, wire.Call{}).Events {
			got := who.Resolve(uint64(i+1), &e)
			joined.Merge(got.Merges)
			for _, id := range []string{e.UserID, e.AnonymousID} {
				if e.Name != kith.EventAlias && id != "" {
					persons[id] = got.Person
				}
			}
		}
	}
	ids := map[uint32][]string{}
	for id, p := range persons {
		p = joined.View().Canonical(p)
		ids[p] = append(ids[p], id)
	}
	var all []string
	for _, of := range ids {
		slices.Sort(of)
		all = append(all, strings.Join(of, " "))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// TestClientsOfOnePerson lets what posthog-js, posthog-node and posthog-go sent
// of one user arrive in many orders, requests of later names of the user among it.
func TestClientsOfOnePerson(t *testing.T) {
	const visitor, second = "01a21522-c233-7bf8-9cf3-a8a7871427ed", "01a21522-d409-73ab-b4d1-8bb41d3eb15b"
	files, err := filepath.Glob("testdata/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var bodies []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for body := range strings.Lines(string(text)) {
			bodies = append(bodies, shift(body))
		}
	}
	// The server serves the visitor by what the browser told it.
	bodies = append(bodies, fmt.Sprintf(`{"batch":[{"event":"Page made","distinct_id":%q,"properties":{"$is_server":true}}]}`, visitor))
	later := []string{ // after the aliases
		`[{"event":"Later","distinct_id":"old-go","properties":{"$lib":"posthog-go"}}]`,
		`[{"event":"Later","distinct_id":"old-u1","properties":{"$is_server":true}}]`,
		`[{"event":"Later","distinct_id":"u1-alias","properties":{"$is_server":true}}]`,
	}
	nobody := "01a21528-55b0-7dad-bde7-8bf27f3b1cf1"
	want := []string{"$company_acme", visitor + " anon-1 old-go old-u1 u1 u1-alias", second + " u2", nobody}
	slices.Sort(want)
	for seed := range uint64(12) {
		order := rand.New(rand.NewPCG(seed, 0)).Perm(len(bodies))
		var came []string
		for _, i := range order {
			came = append(came, bodies[i])
		}
		if got := people(t, append(came, later...)); got != strings.Join(want, "\n") {
			t.Errorf("in the order %v:\n%s", order, got)
		}
	}
}

// shift makes times of the recording those of the tests' arrival.
func shift(body string) string { return strings.ReplaceAll(body, "2026-11-2", "2025-11-2") }

// TestAServerKnowsTheUser before the browser says who it is, and after.
func TestAServerKnowsTheUser(t *testing.T) {
	const user = "user-7"
	server := `[{"event":"e","distinct_id":"` + user + `","properties":{"$is_server":true}}]`
	browser := []string{
		`[{"event":"e","distinct_id":"d","properties":{"$device_id":"d","$is_identified":false}}]`,
		`[{"event":"$identify","distinct_id":"` + user + `","properties":{"$anon_distinct_id":"d","$device_id":"d","$is_identified":true}}]`,
		`[{"event":"e","distinct_id":"` + user + `","properties":{"$device_id":"d","$user_id":"` + user + `","$is_identified":true}}]`,
	}
	for at := range len(browser) + 1 {
		if got := people(t, slices.Insert(slices.Clone(browser), at, server)); got != "d "+user {
			t.Errorf("the server's at %d:\n%s", at, got)
		}
	}
}

// TestAVisitorOfAServer becomes a user by an alias, whichever is told first.
func TestAVisitorOfAServer(t *testing.T) {
	bodies := []string{
		`[{"event":"e","distinct_id":"visitor-1"}]`,
		`[{"event":"$identify","distinct_id":"u","properties":{"$set":{"plan":"pro"}}}]`,
		`[{"event":"$create_alias","distinct_id":"u","properties":{"alias":"visitor-1"}}]`,
		`[{"event":"e","distinct_id":"u"}]`,
	}
	for seed := range uint64(24) {
		var came []string
		for _, i := range rand.New(rand.NewPCG(seed, 0)).Perm(len(bodies)) {
			came = append(came, bodies[i])
		}
		if got := people(t, came); got != "u visitor-1" {
			t.Errorf("%s\n%s", strings.Join(came, "\n"), got)
		}
	}
}

// TestTwoUsersStayTwo whatever an alias says of them.
func TestTwoUsersStayTwo(t *testing.T) {
	identify := func(id string) string { return `[{"event":"$identify","distinct_id":"` + id + `"}]` }
	for _, event := range []string{"$create_alias", "$merge_dangerously"} {
		if got := people(t, []string{identify("u"), identify("v"), `[{"event":"` + event + `","distinct_id":"u","properties":{"alias":"v"}}]`, identify("u"), identify("v")}); got != "u\nv" {
			t.Errorf("%s: %s", event, got)
		}
	}
}
