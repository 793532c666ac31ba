package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// imported is what these tests read of an import.
type imported struct {
	Number   int64
	State    string
	Written  int64
	Existing int64
	Undo     *struct{ Events, Persons int64 }
}

// TestImportsOutliveKills brings a file in by the console's API, takes it back
// and brings it in again, while the server is killed over and over: at each end
// there is all of it or nothing, and what came otherwise is untouched.
func TestImportsOutliveKills(t *testing.T) {
	dir, random := t.TempDir(), rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 4))
	const rows = 40_000
	var file strings.Builder
	file.WriteString("time,user_id,event,plan\n")
	for i := range rows {
		fmt.Fprintf(&file, "%s,u%d,look,pro\n", time.Now().UTC().Add(-time.Duration(i)*time.Second).Format("2006-01-02 15:04:05"), i%3000)
	}
	s := serve(t, dir)
	if r := s.send(track("live-1", "look", "u1") + "," + track("live-2", "look", "stranger")); r.status != 200 {
		t.Fatal(r)
	}
	s.await("look", 2)
	i := s.bring(file.String())
	path := fmt.Sprintf("/api/v1/imports/%d", i.Number)
	s.api("POST", path+"/start", "{}", &i)
	s, i = s.through(random, path, "done")
	if i.Written+i.Existing != rows {
		t.Fatalf("%+v", i)
	}
	s.await("look", rows+2)

	for round := range 3 {
		s.api("POST", path+"/undo", "", &i)
		s, i = s.through(random, path, "undone")
		if i.Undo.Events != rows || i.Undo.Persons != 2999 {
			t.Fatalf("round %d: %+v", round, i.Undo)
		}
		s.await("look", 2)
		s.api("POST", path+"/again", "", &i)
		path = fmt.Sprintf("/api/v1/imports/%d", i.Number)
		s.api("POST", path+"/start", "{}", &i)
		s, _ = s.through(random, path, "done")
		s.await("look", rows+2)
	}
	s.stop()
	if n := countFile(t, dir, "look"); n != rows+2 {
		t.Errorf("%d events in the end", n)
	}
}

// bring uploads a file whose columns are guessed.
func (s *server) bring(file string) (i imported) {
	s.t.Helper()
	token := "Bearer " + localToken(s.t, s.dir)
	r := s.do("POST", "/api/v1/imports", fmt.Sprintf(`{"name":"looks.csv","size":%d}`, len(file)), "Authorization", token, "Content-Type", "application/json")
	if r.status != 201 || json.Unmarshal([]byte(r.body), &i) != nil {
		s.t.Fatal(r)
	}
	r = s.do("PUT", fmt.Sprintf("/api/v1/imports/%d/file?offset=0", i.Number), file, "Authorization", token, "Content-Type", "application/octet-stream")
	if r.status != 200 || json.Unmarshal([]byte(r.body), &i) != nil || i.State != "draft" {
		s.t.Fatal(r)
	}
	return i
}

// through kills and starts the server some times, at random moments, and then
// waits for the import to come to a state.
func (s *server) through(random *rand.Rand, path, state string) (*server, imported) {
	s.t.Helper()
	for range 3 {
		s.pollFor(time.Duration(random.Int64N(int64(150 * time.Millisecond))))
		s.kill()
		s = serve(s.t, s.dir)
	}
	for begin := time.Now(); ; {
		var i imported
		s.api("GET", path, "", &i)
		if i.State == state {
			return s, i
		}
		if time.Since(begin) > patience {
			s.t.Fatalf("%s: %+v, want %s", path, i, state)
		}
	}
}

// pollFor asks the server how it is until a moment has come.
func (s *server) pollFor(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		_, _ = s.try("GET", "/healthz", "")
	}
}
