package query_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
	"kith/internal/understand/query"
)

func store(t *testing.T, d *db.DB) *query.Store {
	t.Helper()
	if err := d.Migrate(t.Context(), "query", query.Migrations); err != nil {
		t.Fatal(err)
	}
	return query.NewStore(d, func() time.Time { return noon })
}

func draft(name string) query.Draft {
	return query.Draft{Name: name, Description: " why ", SQL: "SELECT 1\n", Chart: json.RawMessage(`{"kind":"bar"}`)}
}

func TestASavedQueryComesBackAsItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := store(t, d)
		made, err := s.Create(t.Context(), 1, 5, draft(" 渠道退款率 "))
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Get(t.Context(), 1, made.ID)
		if err != nil || got.Name != "渠道退款率" || got.Description != "why" || got.SQL != "SELECT 1\n" || string(got.Chart) != `{"kind":"bar"}` || got.Owner != 5 || got.Revision != 1 || !got.Created.Equal(noon) {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := s.Get(t.Context(), 2, made.ID); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("from another workspace: %v", err)
		}
	})
}

func TestAChangeMustBeOfTheNewest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := store(t, d)
		made, err := s.Create(t.Context(), 1, 5, draft("a"))
		if err != nil {
			t.Fatal(err)
		}
		changed, err := s.Update(t.Context(), 1, made.ID, 1, query.Draft{Name: "b", SQL: "SELECT 2"})
		if err != nil || changed.Revision != 2 || changed.Name != "b" || changed.Chart != nil {
			t.Errorf("%+v, %v", changed, err)
		}
		if _, err := s.Update(t.Context(), 1, made.ID, 1, draft("c")); kith.CodeOf(err) != kith.Conflict {
			t.Errorf("from an old revision: %v", err)
		}
		if _, err := s.Update(t.Context(), 2, made.ID, 2, draft("c")); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("in another workspace: %v", err)
		}
		if err := s.Delete(t.Context(), 2, made.ID); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("deleting another workspace's: %v", err)
		}
		if err := s.Delete(t.Context(), 1, made.ID); err != nil {
			t.Error(err)
		}
		if err := s.Delete(t.Context(), 1, made.ID); kith.CodeOf(err) != kith.NotFound {
			t.Errorf("deleting twice: %v", err)
		}
	})
}

func TestSavedQueriesAreListedByPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := store(t, d)
		for i := range 7 {
			for _, workspace := range []uint32{1, 2} {
				if _, err := s.Create(t.Context(), workspace, 0, draft(fmt.Sprint(i))); err != nil {
					t.Fatal(err)
				}
			}
		}
		var names string
		for before := int64(0); ; {
			page, next, err := s.List(t.Context(), query.Page{Workspace: 1, Before: before, Limit: 3})
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range page {
				names += q.Name
			}
			if before = next; next == 0 {
				break
			}
		}
		if names != "6543210" {
			t.Errorf("listed %s", names)
		}
	})
}

func TestDraftsAreChecked(t *testing.T) {
	s := store(t, dbtest.SQLite(t))
	for field, d := range map[string]query.Draft{
		"name":        {Name: " ", SQL: "SELECT 1"},
		"sql":         {Name: "a", SQL: " \n"},
		"description": {Name: "a", SQL: "SELECT 1", Description: strings.Repeat("x", 2001)},
		"chart":       {Name: "a", SQL: "SELECT 1", Chart: json.RawMessage("{")},
	} {
		_, err := s.Create(t.Context(), 1, 0, d)
		if kith.CodeOf(err) != kith.Invalid || !strings.HasPrefix(err.Error(), "save a query: "+field) && !strings.HasPrefix(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}
