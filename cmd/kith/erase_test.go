package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/internal/observe/ingest"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
	"kith/internal/protect/privacy"
)

// What the person to be erased has told: ids first. Nobody else has any of it.
var (
	plantedIDs    = []string{"user-Qx81zz", "device-7Yk20pp", "device-9Jm55ww"}
	plantedValues = []string{"zhiyuan.qx81@example.com", "13900778899", "Zhiyuan Planted", "9 Hidden Lane, Flat 77", "备用地址七七八八号"}
)

func planted() []string { return append(append([]string{}, plantedIDs...), plantedValues...) }

// plant lets the person and others come, in all the ways that leave something.
func (s *server) plant() {
	s.t.Helper()
	var batch []string
	for i := range 200 {
		batch = append(batch, track(fmt.Sprintf("other-%d", i), "Viewed", fmt.Sprintf("someone-%d", i%20)))
	}
	for i := range 30 {
		batch = append(batch, fmt.Sprintf(`{"type":"track","messageId":"own-%d","event":"Viewed","anonymousId":%q,"properties":{"plan":"pro","shipping_address":%q}}`, i, plantedIDs[1+i%2], plantedValues[3]))
	}
	traits, _ := json.Marshal(map[string]string{"email": plantedValues[0], "phone": plantedValues[1], "name": plantedValues[2], "address": plantedValues[3], "地址": plantedValues[4]})
	for i, device := range plantedIDs[1:] { // two devices become one person
		batch = append(batch, fmt.Sprintf(`{"type":"identify","messageId":"who-%d","userId":%q,"anonymousId":%q,"traits":%s}`, i, plantedIDs[0], device, traits))
	}
	bad := fmt.Sprintf(`{"type":"track","event":"Viewed","userId":%q,"timestamp":"2999-01-01T00:00:00Z","properties":{"email":%q}}`, plantedIDs[0], plantedValues[0])
	for _, one := range append(batch, bad) {
		if r := s.send(one); r.status != http.StatusOK {
			s.t.Fatalf("an event: %+v", r)
		}
	}
	s.await("Viewed", 230)
	paid := time.Now().UTC().Format(time.RFC3339)
	s.api("POST", "/api/v1/tables/orders/rows", fmt.Sprintf(`{"rows":[{"order_id":"o-1","user_id":%q,"status":"paid","total":10,"paid_at":%q,"updated_at":%[2]q,"ship_to":%q}]}`, plantedIDs[0], paid, plantedValues[3]), &struct{}{})
	s.await("Order Completed", 1)
	s.api("POST", "/api/v1/insights", fmt.Sprintf(`{"name":"About %s","question":{"range":{"last":"7d"},"zone":"UTC","trend":{"unit":"total","series":[{"event":"Viewed","where":[{"property":"email","op":"eq","values":[%q]}]}]}}}`, plantedValues[0], plantedValues[0]), &struct{}{})
}

// number finds the person by an id.
func (s *server) number(id string) uint32 {
	s.t.Helper()
	var found struct {
		Rows []struct {
			Person uint32 `json:"person"`
		} `json:"rows"`
	}
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(50 * time.Millisecond) {
		s.api("POST", "/api/v1/persons/search", fmt.Sprintf(`{"text":%q}`, id), &found)
		if len(found.Rows) == 1 {
			return found.Rows[0].Person
		}
	}
	s.t.Fatalf("nobody is found by %s", id)
	return 0
}

func (s *server) askErase(person uint32) (r privacy.Request) {
	s.t.Helper()
	s.api("POST", "/api/v1/privacy/requests", fmt.Sprintf(`{"kind":"erase","person":%d}`, person), &r)
	return r
}

func (s *server) awaitErased(id int64) (r privacy.Request) {
	s.t.Helper()
	for begin := time.Now(); time.Since(begin) < 2*patience; time.Sleep(20 * time.Millisecond) {
		if s.api("GET", fmt.Sprintf("/api/v1/privacy/requests/%d", id), "", &r); r.State == privacy.Done {
			return r
		}
	}
	s.t.Fatalf("not erased: %+v, receipt %+v", r, r.Receipt)
	return r
}

// mustNotHold searches all files of a folder, byte by byte.
func mustNotHold(t *testing.T, dir string, texts []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, text := range texts {
			if bytes.Contains(content, []byte(text)) {
				t.Errorf("%s holds %s", strings.TrimPrefix(path, dir), text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A person who is erased is nowhere any more: not in an answer, not in a file,
// not in a backup made later; and what comes late does not bring them back.
func TestErase(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			var flags []string
			holds := func() {}
			if engine == "postgres" {
				url := dbtest.PostgresURL(t)
				flags = []string{"--database", url}
				d, err := db.Open(t.Context(), db.Options{URL: url})
				if err != nil {
					t.Fatal(err)
				}
				defer d.Close()
				holds = func() { // its files are its server's: all texts of all tables instead
					t.Helper()
					found, err := d.Holds(t.Context(), planted())
					if err != nil {
						t.Fatal(err)
					}
					for i, is := range found {
						if is {
							t.Errorf("PostgreSQL holds %s", planted()[i])
						}
					}
				}
			}
			dir := filepath.Join(t.TempDir(), "data")
			s := serve(t, dir, flags...)
			s.plant()
			person := s.number(plantedIDs[0])
			var trace privacy.PersonTrace
			s.api("GET", fmt.Sprintf("/api/v1/privacy/persons/%d/trace", person), "", &trace)
			if trace.Events != 33 || trace.IDs != 3 {
				t.Errorf("an erasure is said to touch %+v", trace)
			}
			begin := time.Now()
			r := s.awaitErased(s.askErase(person).ID)
			t.Logf("erased and proved in %v", time.Since(begin).Round(time.Millisecond))
			rows := map[string]int64{}
			for _, c := range r.Receipt.Stores {
				rows[c.Store] = c.Rows
			}
			if rows["events"] != 33 || rows["ids"] != 3 || rows["tables"] != 1 || rows["quarantine"] != 1 || rows["insights"] == 0 {
				t.Errorf("the receipt: %+v", r.Receipt)
			}
			if p := r.Receipt.Search; p == nil || p.Found != 0 || p.Shared != 0 || p.Texts != len(planted()) || p.Files < 5 {
				t.Errorf("the proof: %+v", r.Receipt.Search)
			}
			mustNotHold(t, dir, planted())
			holds()
			if n := s.count("Viewed"); n != 200 {
				t.Errorf("%d events are left, want 200", n)
			}
			// Late: by the user's id, by a device's, and rejected.
			for _, late := range []string{track("late-1", "Viewed", plantedIDs[0]),
				fmt.Sprintf(`{"type":"page","messageId":"late-2","anonymousId":%q}`, plantedIDs[2]),
				fmt.Sprintf(`{"type":"track","messageId":"late-3","event":"Viewed","userId":%q,"timestamp":"2999-01-01T00:00:00Z"}`, plantedIDs[0])} {
				if r := s.send(late); r.status != http.StatusOK {
					t.Fatalf("a late event: %+v", r)
				}
			}
			var status []ingest.Status
			for begin := time.Now(); time.Since(begin) < patience && (len(status) == 0 || status[0].Erased < 3); time.Sleep(20 * time.Millisecond) {
				s.api("GET", "/api/v1/status", "", &status)
			}
			if status[0].Erased != 3 || s.count("Viewed") != 200 {
				t.Errorf("late events: %d dropped, %d in answers", status[0].Erased, s.count("Viewed"))
			}
			if engine == "sqlite" {
				backup := filepath.Join(t.TempDir(), "backup")
				if r := command(t, "backup", backup, "--data", dir); r.code != 0 {
					t.Fatalf("backup: %+v", r)
				}
				mustNotHold(t, backup, planted())
			}
			if said := s.said(); containsAny(said, planted()) {
				t.Error("the log speaks of the person")
			}
			s.stop()
			again := serve(t, dir, flags...)
			again.await("Viewed", 200)
			// The graves are there after a restart too.
			again.send(track("late-4", "Viewed", plantedIDs[0]))
			for begin := time.Now(); time.Since(begin) < patience; time.Sleep(20 * time.Millisecond) {
				if again.api("GET", "/api/v1/status", "", &status); status[0].Erased == 1 {
					break
				}
			}
			if status[0].Erased != 1 {
				t.Error("after a restart the person comes back")
			}
			again.stop()
			holds()
		})
	}
}

func containsAny(in string, texts []string) bool {
	for _, text := range texts {
		if strings.Contains(in, text) {
			return true
		}
	}
	return false
}

// However often it is killed, an erasure comes to its end, and everybody else
// stays as they were.
func TestEraseSurvivesKills(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1))
	for round := range 4 {
		dir := filepath.Join(t.TempDir(), "data")
		s := serve(t, dir)
		s.plant()
		r := s.askErase(s.number(plantedIDs[0]))
		for range 3 {
			time.Sleep(time.Duration(random.IntN(400)) * time.Millisecond)
			s.kill()
			s = serve(t, dir)
		}
		s.awaitErased(r.ID)
		if n := s.count("Viewed"); n != 200 {
			t.Errorf("round %d: %d events are left, want 200", round, n)
		}
		s.stop()
		mustNotHold(t, dir, planted())
	}
}
