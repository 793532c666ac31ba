// Package internal_test holds the one test that keeps the house in order.
package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// floors, lowest first. A room imports rooms of the floors below its own, and
// kith; rooms of one floor know each other only as sameFloor allows.
var floors = []string{"kith", "platform", "observe", "understand", "measure", "act", "engage", "protect", "simulate"}

// rooms lists every room with what it is for; a folder without a row fails.
var rooms = map[string]string{
	"kith":                               "the vocabulary",
	"platform/api":                       "HTTP plumbing, errors, OpenAPI",
	"platform/auth":                      "who is calling",
	"platform/bus":                       "the durable log",
	"platform/db":                        "the operational database, two engines",
	"platform/db/dbtest":                 "runs a test on both engines",
	"platform/workspace":                 "workspaces, sources and their write keys",
	"observe/catalogue":                  "what events and properties there are",
	"observe/channel":                    "by which channel people come, and what channels cost",
	"observe/collect":                    "accept events over HTTP",
	"observe/collect/mixpanel":           "the Mixpanel wire's decoder",
	"observe/collect/posthog":            "the PostHog wire's decoder",
	"observe/collect/segment":            "the Segment wire's decoder",
	"observe/collect/wire":               "what every wire's decoder shares",
	"observe/collect/wires":              "every wire there is",
	"observe/identity":                   "which person?",
	"observe/ingest":                     "the consumer of the log: identity, index, record",
	"observe/importer":                   "files in and out",
	"observe/link":                       "links that tell where people come from",
	"observe/live":                       "what arrives, shown as it does",
	"observe/plan":                       "what events are expected to be, and which names mean the same",
	"observe/quarantine":                 "rejected events, kept to be seen",
	"observe/source":                     "how each source does",
	"observe/trait":                      "what a trait is, given all that was said of it",
	"observe/timeline":                   "what a history looks like",
	"observe/timeline/index":             "histories in memory",
	"observe/timeline/record":            "histories on disk",
	"understand/insight":                 "questions and answers",
	"understand/saved":                   "insights: questions that are kept",
	"understand/people":                  "persons listed, and one looked at closely",
	"simulate":                           "a deterministic product that never was, for the demo and the bench",
	"understand/query":                   "SQL over events and persons, and the queries that were saved",
	"understand/query/sandbox":           "answers one SQL statement in a process of its own",
	"platform/mail":                      "hands messages to an SMTP server",
	"platform/mail/mailtest":             "an SMTP server for tests",
	"platform/plot":                      "small charts as pictures",
	"understand/dashboard":               "questions arranged on a page",
	"understand/dashboard/dashboardtest": "a small workspace for tests of dashboards",
	"understand/dashboard/schedule":      "dashboards by mail",
}

// sameFloor: from -> to -> reason.
var sameFloor = map[string]map[string]string{
	"platform/auth":      {"platform/db": "operators, sessions and tokens are rows", "platform/api": "replies with the one error form"},
	"platform/workspace": {"platform/db": "workspaces and sources are rows", "platform/auth": "declares the rights of its operations"},
	"platform/db/dbtest": {"platform/db": "opens what it tests"},
	"observe/catalogue": {
		"observe/ingest":          "a workspace's histories, record and tail are reached through it",
		"observe/timeline":        "folds histories",
		"observe/timeline/record": "speaks of tallies and values",
	},
	"observe/collect":          {"observe/collect/wires": "decodes by them, chosen by route", "observe/collect/wire": "the JSON reader and the closed lists of ways to leave"},
	"observe/collect/wires":    {"observe/collect/segment": "lists it", "observe/collect/posthog": "lists it", "observe/collect/mixpanel": "lists it", "observe/collect/wire": "its decoders are what it lists"},
	"observe/collect/mixpanel": {"observe/collect/wire": "reads JSON by it and rejects by its reasons"},
	"observe/collect/posthog":  {"observe/collect/wire": "reads JSON by it and rejects by its reasons"},
	"observe/collect/segment":  {"observe/collect/wire": "reads JSON by it and rejects by its reasons"},
	"observe/identity":         {"observe/timeline": "speaks of persons by number and of merges as pairs"},
	"observe/ingest": {
		"observe/identity":        "asks which person an event is of",
		"observe/quarantine":      "hands over what the log says was rejected",
		"observe/timeline":        "makes rows",
		"observe/timeline/index":  "applies rows to it",
		"observe/timeline/record": "seals rows into it",
	},
	"observe/plan": {"observe/collect/wire": "its rules judge for the door, and reject by its reasons", "observe/timeline": "previews read histories"},
	"observe/source": {
		"observe/ingest":          "reaches a workspace's record and tail through it",
		"observe/quarantine":      "counts what was rejected of each source",
		"observe/timeline":        "speaks of rows",
		"observe/timeline/record": "speaks of tallies",
	},
	"observe/live": {"observe/ingest": "watches what its consumer makes visible", "observe/quarantine": "shows what was rejected", "observe/timeline": "speaks of rows"},
	"observe/importer": {
		"observe/collect/wire":    "reads JSON and times as the door does",
		"observe/timeline/record": "exports from it, and asks it which rows it has",
		"observe/timeline":        "speaks of rows",
		"observe/ingest":          "reaches a workspace's record through it",
	},
	"observe/quarantine":                 {"observe/collect/wire": "says what to do about its reasons", "observe/collect/wires": "reads an event again as its door would"},
	"understand/saved":                   {"understand/insight": "keeps questions and checks them"},
	"observe/timeline/index":             {"observe/timeline": "implements it"},
	"understand/query":                   {"understand/query/sandbox": "runs statements in it"},
	"observe/timeline/record":            {"observe/timeline": "implements it"},
	"understand/dashboard":               {"understand/insight": "asks the questions of its cards", "understand/saved": "shows saved insights"},
	"understand/dashboard/schedule":      {"understand/dashboard": "sends what it answers", "understand/insight": "writes answers as tables and pictures"},
	"understand/dashboard/dashboardtest": {"understand/dashboard": "makes them", "understand/insight": "asks"},
}

func TestFloorsImportDownwards(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || path == "boundary_test.go" {
			return err
		}
		room := filepath.ToSlash(filepath.Dir(path))
		seen[room] = true
		if rooms[room] == "" {
			t.Errorf("%s: the folder has no row in the table of rooms: say what it is for", room)
		}
		if strings.HasSuffix(path, "_test.go") {
			return nil // a test may use anything below cmd to set up its scene
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			if to, ok := strings.CutPrefix(mustUnquote(spec.Path.Value), "kith/internal/"); ok {
				checkImport(t, path, room, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room := range rooms {
		if !seen[room] {
			t.Errorf("%s has a row in the table of rooms but no folder", room)
		}
	}
}

func checkImport(t *testing.T, path, from, to string) {
	switch a, b := floor(from), floor(to); {
	case b > a:
		t.Errorf("%s imports %s, which is a floor above", path, to)
	case a == b && from != to && sameFloor[from][to] == "":
		t.Errorf("%s imports %s on the same floor, without a row and reason in the table", path, to)
	}
}

func floor(room string) int {
	name, _, _ := strings.Cut(room, "/")
	for i, f := range floors {
		if f == name {
			return i
		}
	}
	return len(floors)
}

func mustUnquote(s string) string {
	out, err := strconv.Unquote(s)
	if err != nil {
		panic(err)
	}
	return out
}
