package table

import (
	"context"
	"reflect"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/platform/db/dbtest"
)

// What the catalogue says now of an item is a property of every event that
// names it, also of those that came before the catalogue did.
func TestItemsOfEvents(t *testing.T) {
	s := newShop(t, dbtest.SQLite(t))
	for i, item := range []any{"I1", "I2", 3.0, "I9", nil} {
		props := []kith.Property{{Name: "product_id", Value: valueOf(item)}}
		if item == nil {
			props = []kith.Property{{Name: "color.item.code", Value: kith.StringValue("red")}}
		}
		s.client(string(rune('a'+i)), "viewed", "u1", props...)
	}
	s.ok(s.w.CatchUp(t.Context()))
	s.put(Items, false, map[string]any{"item_id": "I1", "category": "tea", "price": "9.5"}, map[string]any{"item_id": "I2", "category": "tea"}, map[string]any{"item_id": 3.0, "category": "cups"})
	look := Lookup{Store: s.w, Names: s.w.Names(), Field: func(ctx context.Context, f string) (map[string]kith.Value, error) {
		return s.store.ItemField(ctx, 1, f)
	}}
	read := func() (rows [][]string) {
		snap, err := look.Snapshot(t.Context(), []string{"product_id.item.category", "product_id", "product_id.item.price", "color.item.code", "product_id.item.category"})
		s.ok(err)
		defer snap.Close()
		if _, ok := snap.(timeline.Shortcuts); ok {
			t.Error("shortcuts would outlive the catalogue")
		}
		s.ok(snap.Scan(t.Context(), func() func(*timeline.View) {
			return func(v *timeline.View) {
				for i := range v.Codes {
					var row []string
					for c := range v.Cols {
						row = append(row, snap.Dict(c).Values()[v.Cols[c].At(i)].Text())
					}
					rows = append(rows, row)
				}
			}
		}))
		return rows
	}
	want := [][]string{{"tea", "I1", "9.5", "", "tea"}, {"tea", "I2", "", "", "tea"}, {"cups", "3", "", "", "cups"}, {"", "I9", "", "", ""}, {"", "", "", "red", ""}}
	if got := read(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	snap, err := look.Snapshot(t.Context(), []string{"product_id.item.category"})
	s.ok(err)
	if n := len(snap.Dict(0).Values()); n != 3 {
		t.Errorf("%d categories with none: two items of one category are one value", n)
	}
	snap.Close()
	s.ok(s.store.SetItem(t.Context(), 1, map[string]any{"item_id": "I9", "category": "books"}))
	s.ok(s.store.DeleteItem(t.Context(), 1, "I2"))
	if got := read(); got[3][0] != "books" || got[1][0] != "" {
		t.Errorf("after the catalogue changed: %v", got)
	}
}
