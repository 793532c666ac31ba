package ingest

import (
	"kith/internal/kith"
)

// What the table of orders tells comes by a wire of its own, and its messages
// are known by their ids whatever source stands for the table.
const (
	TableWire   = "table"
	TableSource = uint32(0) // is no source's number
)

// Names by which clients report that an order was completed, or cancelled:
// each happens to an order once.
var (
	completedNames = []string{"Order Completed", "order_completed", "OrderCompleted", "orderCompleted"}
	cancelledNames = []string{"Order Cancelled", "order_cancelled", "OrderCancelled", "orderCancelled"}
)

// SameOrder lists the names under which clients report what the table of orders
// reports as name; none when an order can have it more than once, as refunds.
func SameOrder(name string) []string {
	switch name {
	case completedNames[0]:
		return completedNames
	case cancelledNames[0]:
		return cancelledNames
	}
	return nil
}

// messageHash is the key by which an event that comes twice is known.
func messageHash(b *kith.Batch, e *kith.Event) uint64 {
	if b.Wire == TableWire {
		return MID(TableSource, e.MessageID)
	}
	return MID(b.Source, e.MessageID)
}

// toldByTable reports whether a client's event says what the table of orders
// has said in the duplicates' window. An order that the table has not told
// may be told by clients as often as they like.
func (w *Workspace) toldByTable(b *kith.Batch, e *kith.Event) bool {
	if b.Wire == TableWire {
		return false
	}
	state := ""
	switch e.Name {
	case completedNames[0], completedNames[1], completedNames[2], completedNames[3]:
		state = "completed"
	case cancelledNames[0], cancelledNames[1], cancelledNames[2], cancelledNames[3]:
		state = "cancelled"
	default:
		return false
	}
	for _, p := range e.Props {
		if p.Name == "order_id" {
			return w.window.has(MID(TableSource, OrderMessage(state, p.Value.Text())))
		}
	}
	return false
}

// OrderMessage is the id of the message by which the table of orders tells that
// an order came to a state.
func OrderMessage(state, order string) string { return "table/orders/" + state + "/" + order }
