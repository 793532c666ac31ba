package record

import (
	"kith/internal/kith"
	"kith/internal/observe/timeline"
)

// cellBuilder puts rows held in memory into cells.
type cellBuilder struct {
	req   *timeline.TableRequest
	names *timeline.Names
	cells timeline.Cells
}

func newCellBuilder(req *timeline.TableRequest, names *timeline.Names) *cellBuilder {
	b := &cellBuilder{req: req, names: names}
	b.cells.Props = make([]timeline.CellColumn, len(req.Props))
	b.reset()
	return b
}

func (b *cellBuilder) reset() {
	c := &b.cells
	c.N = 0
	c.Persons, c.Times, c.Codes, c.Sources, c.Received = c.Persons[:0], c.Times[:0], c.Codes[:0], c.Sources[:0], c.Received[:0]
	for i, p := range b.req.Props {
		blank(&c.Props[i], p.Kind, chunkRows)
	}
	if b.req.Object {
		blank(&c.Objects, kith.JSON, chunkRows)
	}
}

func (b *cellBuilder) add(r *timeline.Row) {
	c, want := &b.cells, &b.req.Columns
	i := c.N
	c.N++
	if want.Person {
		c.Persons = append(c.Persons, r.Person)
	}
	if want.Time {
		c.Times = append(c.Times, r.Time)
	}
	if want.Code {
		c.Codes = append(c.Codes, r.Code)
	}
	if want.Source {
		c.Sources = append(c.Sources, r.Source)
	}
	if want.Received {
		c.Received = append(c.Received, r.Received)
	}
	for k, wanted := range b.req.Props {
		for j := range r.Props {
			if r.Props[j].Key == wanted.Key {
				put(&c.Props[k], i, r.Props[j].Value)
				break
			}
		}
	}
	if b.req.Object {
		var object []byte
		for j := range r.Props {
			object = appendMember(object, b.names.Properties.Name(r.Props[j].Key), valid(r.Props[j].Value))
		}
		if object == nil {
			object = []byte{'{'}
		}
		put(&c.Objects, i, kith.JSONValue(string(append(object, '}'))))
	}
}
