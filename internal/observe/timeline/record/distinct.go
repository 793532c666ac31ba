package record

import (
	"context"
	"fmt"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// number makes each dictionary hold every value that its property has in the
// record now.
func (r *Record) number(ctx context.Context, props []string, dicts []*timeline.Dict) error {
	at, err := r.pin(ctx)
	if err != nil {
		return err
	}
	defer at.close()
	for i, name := range props {
		key, ok := r.names.Properties.Find(name)
		if !ok {
			continue
		}
		for _, s := range at.segments {
			found := s.Properties.find(key)
			if found == nil || r.numbered.has(dicts[i], key, s) {
				continue
			}
			if err := numberSegment(ctx, at.conn, s, found, name, dicts[i]); err != nil {
				return fmt.Errorf("list the values of a property in segment %d: %w", s.ID, err)
			}
			r.numbered.add(dicts[i], key, s)
		}
	}
	return nil
}

func numberSegment(ctx context.Context, c *conn, s *segment, p *property, name string, dict *timeline.Dict) error {
	coder := newCoder(dict)
	if p.Column != kith.None {
		values := codedProperty{coder: coder, kind: p.Column, codes: make([]uint32, chunkRows)}
		sql := "SELECT DISTINCT " + columnName(p.Key) + " FROM " + s.table() + s.whereVisible("")
		err := c.each(ctx, sql, nil, func(q *result) error {
			values.code(q)
			return nil
		})
		if err != nil || !p.inTail() {
			return err
		}
	}
	quoted := string(appendQuoted(nil, name))
	return c.each(ctx, "SELECT tail FROM "+s.table()+s.whereVisible("tail IS NOT NULL"), nil, func(q *result) error {
		tails := column[text](q, 0)
		for i := range tails {
			walker := walkTail(tails[i].bytes())
			for name, value, ok := walker.next(); ok; name, value, ok = walker.next() {
				if string(name) == quoted {
					coder.token(value)
					break
				}
			}
		}
		return nil
	})
}
