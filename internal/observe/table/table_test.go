package table

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kith/internal/kith"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

func order(id, user string, more ...any) map[string]any {
	fields := map[string]any{"order_id": id, "user_id": user}
	for i := 0; i+1 < len(more); i += 2 {
		fields[more[i].(string)] = more[i+1]
	}
	return fields
}

// An order is placed, paid and refunded: the row follows, the timeline has each
// of these once, however often and by whatever way they are told.
func TestStory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShop(t, d)
		placed := order("A-1", "u1", "status", "pending", "created_at", "2026-03-01T10:00:00Z", "total", 120.5, "currency", "eur", "updated_at", "2026-03-01T10:00:00Z",
			"lines", []any{map[string]any{"item_id": "I1", "quantity": 2.0, "price": 60.25}})
		if got := s.put(Orders, false, placed); got[0] != Made {
			t.Fatal(got)
		}
		s.ok(s.drain())
		if got := s.timeline("u1"); got != nil {
			t.Fatalf("an order that is not paid became %v", got)
		}
		payed := order("A-1", "u1", "status", "paid", "paid_at", "2026-03-01T10:05:00Z", "total", "120.50", "currency", "EUR", "updated_at", "2026-03-01T10:05:00Z")
		if got := s.put(Orders, false, payed, payed, placed); !reflect.DeepEqual(got, []Outcome{Changed, Same, Older}) {
			t.Fatal(got)
		}
		s.ok(s.drain())
		s.put(Orders, false, payed)
		s.put(Orders, false, order("A-1", "u1", "status", "refunded", "paid_at", "2026-03-01T10:05:00Z", "refunded_at", "2026-03-02T09:00:00Z", "updated_at", "2026-03-02T09:00:00Z"))
		s.ok(s.drain())
		if got, want := s.timeline("u1"), []string{"Order Completed A-1", "Order Refunded A-1"}; !reflect.DeepEqual(got, want) {
			t.Fatalf("timeline %v, want %v", got, want)
		}
		detail, err := s.store.Get(t.Context(), 1, Orders, "A-1")
		s.ok(err)
		if len(detail.Versions) != 3 || detail.Fields["status"] != "refunded" || len(detail.Events) != 2 || detail.Events[0].Outcome != "sent" {
			t.Errorf("detail %+v", detail)
		}
		s.put(Subscriptions, false, map[string]any{"subscription_id": "S1", "user_id": "u1", "plan": "gold", "started_at": "2026-01-01", "renewed_at": "2026-02-01", "status": "active", "cancelled_at": "2026-04-30", "updated_at": "2026-02-01"},
			map[string]any{"subscription_id": "S1", "user_id": "u1", "plan": "gold", "started_at": "2026-01-01", "renewed_at": "2026-03-01", "status": "active", "updated_at": "2026-03-01"})
		s.ok(s.drain())
		if got := s.timeline("u1"); !reflect.DeepEqual(got, []string{"Subscription Started S1", "Subscription Renewed S1", "Subscription Renewed S1", "Order Completed A-1", "Order Refunded A-1"}) {
			t.Errorf("timeline %v: a cancellation to come has not happened", got)
		}
		rows, _, err := s.store.List(t.Context(), 1, Orders, Query{Search: "refunded a-1", Users: []string{"u1"}, Limit: 10})
		if err != nil || len(rows) != 1 {
			t.Errorf("found %v, %v", rows, err)
		}
		s.ok(s.store.Delete(t.Context(), 1, Orders, "A-1"))
		if got := s.put(Orders, false, payed); got[0] != Older {
			t.Errorf("an older version brought a deleted order back: %v", got)
		}
		if removed, err := s.store.Forget(t.Context(), 1, []string{"u1"}); err != nil || removed != 1 {
			t.Errorf("removed %d, %v; the deleted order was nobody's already", removed, err)
		}
	})
}

// Killed between the log and the database, with the duplicates' window long
// gone by when it comes back: still once.
func TestOnceAcrossCrashes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShop(t, d)
		for i := range 30 {
			s.put(Orders, false, order(fmt.Sprint("C-", i), "u1", "paid_at", "2026-03-01T10:00:00Z", "updated_at", fmt.Sprintf("2026-03-01T10:00:%02dZ", i)))
		}
		s.afterAppend = errors.New("killed")
		if err := s.drain(); err == nil {
			t.Fatal("the crash did not come")
		}
		s.ok(s.w.CatchUp(t.Context()))
		s.close()
		s.now = noon.Add(10 * 24 * time.Hour)
		s.afterAppend = nil
		s.open()
		for i := range 40 { // ten days of others' events turn the window
			s.now = noon.Add(time.Duration(i) * 6 * time.Hour)
			s.client(fmt.Sprint("m", i), "visit", "u2")
		}
		s.ok(s.drain())
		if got := s.timeline("u1"); len(got) != 30 {
			t.Errorf("%d events, want 30", len(got))
		}
		detail, err := s.store.Get(t.Context(), 1, Orders, "C-7")
		if err != nil || detail.Events[0].Outcome != "known" {
			t.Errorf("%+v, %v", detail.Events, err)
		}
		s.ok(s.drain())
	})
}

// The shop's page reports the order too, before the table or after it.
func TestOrdersThatClientsReportToo(t *testing.T) {
	s := newShop(t, dbtest.SQLite(t))
	id := func(v any) kith.Property {
		if n, ok := v.(float64); ok {
			return kith.Property{Name: "order_id", Value: kith.NumberValue(n)}
		}
		return kith.Property{Name: "order_id", Value: kith.StringValue(v.(string))}
	}
	s.client("m1", "order_completed", "u1", id(1001.0)) // before, by number and in another spelling
	s.put(Orders, false, order("1001", "u1", "status", "paid"), order("1002", "u1", "status", "paid"))
	s.ok(s.drain())
	s.client("m2", "Order Completed", "u1", id("1002")) // after
	s.client("m3", "Order Completed", "u1", id("1003")) // what the table has not told may be told twice: a line each
	s.client("m4", "Order Completed", "u1", id("1003"))
	s.client("m5", "Order Refunded", "u1", id("1002")) // and refunds as often as there are
	s.client("m6", "Order Refunded", "u1", id("1002"))
	got := s.timeline("u1")
	slices.Sort(got)
	want := []string{"Order Completed 1002", "Order Completed 1003", "Order Completed 1003", "Order Refunded 1002", "Order Refunded 1002", "order_completed 1001"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("timeline %v, want %v", got, want)
	}
	// History that is on the timeline already is written quietly, and its later states are told.
	s.put(Orders, true, order("Q", "u9", "paid_at", "2026-01-01", "updated_at", "2026-01-01"))
	s.put(Orders, false, order("Q", "u9", "paid_at", "2026-01-01", "cancelled_at", "2026-01-02", "updated_at", "2026-01-02"))
	s.ok(s.drain())
	if got := s.timeline("u9"); !reflect.DeepEqual(got, []string{"Order Cancelled Q"}) {
		t.Errorf("timeline %v", got)
	}
}

// Whatever order versions come in, in whatever batches, repeated at will, with
// drains in between: the newest counts, and each state is one event.
func TestAnyOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShop(t, d)
		run := 0
		rapid.Check(t, func(r *rapid.T) {
			run++
			user := fmt.Sprint("p", run)
			type version struct{ order, at int }
			var all []version
			newest, states := map[int]int{}, map[string]bool{}
			n := rapid.IntRange(1, 12).Draw(r, "versions")
			fieldsOf := func(v version) map[string]any {
				status := []string{"pending", "paid", "refunded", "cancelled"}[(v.at*7+v.order)%4]
				return order(fmt.Sprintf("%d-%d", run, v.order), user, "status", status, "total", float64(v.at), "updated_at", noon.Add(time.Duration(v.at-100)*time.Minute).Format(time.RFC3339))
			}
			for at := range n {
				v := version{rapid.IntRange(0, 2).Draw(r, "order"), at}
				all = append(all, v)
				newest[v.order] = at
				f := fieldsOf(v)
				for status, names := range map[string][]string{"paid": {"Order Completed"}, "refunded": {"Order Completed", "Order Refunded"}, "cancelled": {"Order Cancelled"}} {
					if f["status"] == status {
						for _, name := range names {
							states[fmt.Sprintf("%s %s", name, f["order_id"])] = true
						}
					}
				}
			}
			sent := append(slices.Clone(all), rapid.SliceOfN(rapid.SampledFrom(all), 0, 6).Draw(r, "again")...)
			sent = rapid.Permutation(sent).Draw(r, "as they come")
			for len(sent) > 0 {
				k := rapid.IntRange(1, len(sent)).Draw(r, "batch")
				var rows []map[string]any
				for _, v := range sent[:k] {
					rows = append(rows, fieldsOf(v))
				}
				sent = sent[k:]
				s.put(Orders, false, rows...)
				if rapid.Bool().Draw(r, "drain") {
					s.ok(s.drain())
				}
			}
			s.ok(s.drain())
			for number, at := range newest {
				detail, err := s.store.Get(context.Background(), 1, Orders, fmt.Sprintf("%d-%d", run, number))
				if err != nil || detail.Fields["total"] != float64(at) {
					r.Fatalf("order %d: %v, %v; want version %d", number, detail.Fields, err, at)
				}
			}
			got := s.timeline(user)
			slices.Sort(got)
			want := []string{}
			for state := range states {
				want = append(want, state)
			}
			slices.Sort(want)
			if !slices.Equal(got, want) {
				r.Fatalf("timeline %v, want %v", got, want)
			}
		})
	})
}

func TestBadRows(t *testing.T) {
	long := make([]any, maxLines+1)
	for i := range long {
		long[i] = map[string]any{"item_id": "x"}
	}
	for name, c := range map[string]struct {
		table Table
		row   any
		field string
	}{
		"no object":         {Orders, "A1", ""},
		"no key":            {Orders, map[string]any{"user_id": "u"}, "order_id"},
		"key of blanks":     {Orders, map[string]any{"order_id": "  "}, "order_id"},
		"key too long":      {Items, map[string]any{"item_id": string(make([]rune, 0)) + fmt.Sprintf("%0201d", 1)}, "item_id"},
		"key rounded":       {Orders, map[string]any{"order_id": 12345678901234567890.0}, "order_id"},
		"NUL in a key":      {Orders, map[string]any{"order_id": "a\x00b"}, "order_id"},
		"text for a number": {Orders, order("1", "u", "total", "a lot"), "total"},
		"no time":           {Orders, order("1", "u", "paid_at", "yesterday"), "paid_at"},
		"before 1970":       {Orders, order("1", "u", "paid_at", "1969-12-31T00:00:00Z"), "paid_at"},
		"updated tomorrow":  {Orders, order("1", "u", "updated_at", noon.Add(48*time.Hour).Format(time.RFC3339)), "updated_at"},
		"no currency":       {Orders, order("1", "u", "currency", "euros"), "currency"},
		"lines not a list":  {Orders, order("1", "u", "lines", 3.0), "lines"},
		"lines not JSON":    {Orders, order("1", "u", "lines", "{"), "lines"},
		"a line's item":     {Orders, order("1", "u", "lines", []any{map[string]any{"quantity": 1.0}}), "lines[0].item_id"},
		"a line's price":    {Orders, order("1", "u", "lines", []any{map[string]any{"item_id": "I", "price": "x"}}), "lines[0].price"},
		"too many lines":    {Orders, order("1", "u", "lines", long), "lines"},
		"tags of objects":   {Items, map[string]any{"item_id": "1", "tags": []any{map[string]any{}}}, "tags"},
		"name with NUL":     {Items, map[string]any{"item_id": "1", "a\x00": 1.0}, "a\x00"},
		"nested too deep":   {Items, map[string]any{"item_id": "1", "x": []any{[]any{[]any{[]any{[]any{[]any{[]any{[]any{[]any{[]any{}}}}}}}}}}}, "x"},
	} {
		_, err := c.table.Parse(c.row, time.UTC, noon)
		var e *kith.Error
		if !errors.As(err, &e) || e.Code != kith.Invalid || e.Field != c.field {
			t.Errorf("%s: %v (field %q), want one about %q", name, err, fieldOf(e), c.field)
		}
	}
}

func fieldOf(e *kith.Error) string {
	if e == nil {
		return ""
	}
	return e.Field
}

func TestTimesAsTheyAreWritten(t *testing.T) {
	east := time.FixedZone("", 8*3600)
	for text, want := range map[any]string{
		"2026-03-01T12:00:00+08:00": "2026-03-01T04:00:00Z", "2026-03-01 12:00:00": "2026-03-01T04:00:00Z", "2026/03/01": "2026-02-28T16:00:00Z",
		1772337600.0: "2026-03-01T04:00:00Z", 1772337600000.0: "2026-03-01T04:00:00Z", "1772337600": "2026-03-01T04:00:00Z",
	} {
		r, err := Orders.Parse(order("1", "u", "paid_at", text), east, noon)
		if err != nil || r.Fields["paid_at"] != want {
			t.Errorf("%v: %v, %v; want %s", text, r, err, want)
		}
	}
}
