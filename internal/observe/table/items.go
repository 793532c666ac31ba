package table

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"kith/internal/kith"
)

// maxItems is how many items questions look up at most.
const maxItems = 500_000

// Catalogue answers by item id: what each item has in one field. It is of one
// moment and never changes.
type Catalogue struct {
	mu     sync.Mutex
	fields map[string]map[string]kith.Value
}

// catalogues keeps what was read of items until they change.
type catalogues struct {
	mu sync.Mutex
	by map[int64]*Catalogue
}

func (c *catalogues) forget(workspace int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.by, workspace)
}

func (c *catalogues) of(workspace int64) *Catalogue {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by[workspace] == nil {
		c.by[workspace] = &Catalogue{fields: map[string]map[string]kith.Value{}}
	}
	return c.by[workspace]
}

// ItemField returns what a workspace's items have in a field, by item id.
func (s *Store) ItemField(ctx context.Context, workspace int64, field string) (map[string]kith.Value, error) {
	c := s.items.of(workspace)
	c.mu.Lock()
	defer c.mu.Unlock()
	if have := c.fields[field]; have != nil {
		return have, nil
	}
	rows, err := s.db.NewSelect().Model((*row)(nil)).Column("rowkey", "fields").Where("workspace = ? AND tbl = ? AND deleted = 0", workspace, Items).Limit(maxItems + 1).Rows(ctx)
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	defer rows.Close()
	out := map[string]kith.Value{}
	for n := 0; rows.Next(); n++ {
		if n == maxItems {
			return nil, &kith.Error{Code: kith.TooLarge, Message: fmt.Sprintf("the catalogue has more than %d items; questions cannot look them all up", maxItems), Hint: "send the field as a property of events"}
		}
		var key, text string
		if err := rows.Scan(&key, &text); err != nil {
			return nil, fmt.Errorf("read an item: %w", err)
		}
		var fields map[string]any
		if err := json.Unmarshal([]byte(text), &fields); err != nil {
			return nil, fmt.Errorf("read item %s: %w", clip(key), err)
		}
		if v := valueOf(fields[field]); v.Kind != kith.None {
			out[key] = v
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	c.fields[field] = out
	return out, nil
}

func valueOf(v any) kith.Value {
	switch v := v.(type) {
	case string:
		return kith.StringValue(v)
	case float64:
		return kith.NumberValue(v)
	case bool:
		return kith.BoolValue(v)
	case nil:
		return kith.Value{}
	}
	text, err := json.Marshal(v)
	if err != nil {
		return kith.Value{}
	}
	return kith.JSONValue(string(text))
}

// SetItem writes one item as of now, as clients do that send items one by one.
func (s *Store) SetItem(ctx context.Context, workspace int64, fields map[string]any) error {
	r, err := Items.Parse(fields, utc, s.now())
	if err != nil {
		return err
	}
	_, err = s.Upsert(ctx, Upsert{Workspace: workspace, Table: Items, Rows: []*Row{r}})
	return err
}

// DeleteItem forgets one item.
func (s *Store) DeleteItem(ctx context.Context, workspace int64, item string) error {
	return s.Delete(ctx, workspace, Items, item)
}
