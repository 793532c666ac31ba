package table

import "slices"

// Table is one of the tables there are.
type Table string

const (
	Orders        Table = "orders"
	Subscriptions Table = "subscriptions"
	Items         Table = "items"
)

// Tables lists them as they are shown.
var Tables = []Table{Orders, Subscriptions, Items}

// Kind is what a field's values are.
type Kind string

const (
	Text   Kind = "text"
	Number Kind = "number"
	Time   Kind = "time"
	Money  Kind = "currency" // three letters, in capitals
	List   Kind = "list"     // of texts
	Lines  Kind = "lines"    // of an order
	Any    Kind = "any"      // of fields that the table does not know
)

// Field is a column that a table knows. Others are kept as they come.
type Field struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	Need bool   `json:"needed,omitempty"`
}

var schemas = map[Table][]Field{
	Orders: {
		{"order_id", Text, true}, {"user_id", Text, false}, {"status", Text, false},
		{"created_at", Time, false}, {"paid_at", Time, false}, {"refunded_at", Time, false}, {"cancelled_at", Time, false},
		{"total", Number, false}, {"discount", Number, false}, {"refunded", Number, false}, {"currency", Money, false}, {"coupon", Text, false}, {"lines", Lines, false},
	},
	Subscriptions: {
		{"subscription_id", Text, true}, {"user_id", Text, false}, {"plan", Text, false}, {"status", Text, false},
		{"started_at", Time, false}, {"renewed_at", Time, false}, {"renews_at", Time, false}, {"cancelled_at", Time, false}, {"ended_at", Time, false},
		{"amount", Number, false}, {"currency", Money, false}, {"interval", Text, false},
	},
	Items: {
		{"item_id", Text, true}, {"name", Text, false}, {"category", Text, false}, {"price", Number, false}, {"currency", Money, false},
		{"url", Text, false}, {"image", Text, false}, {"tags", List, false},
	},
}

// Fields are the columns that a table knows, its key first; nil when there is
// no such table.
func (t Table) Fields() []Field { return slices.Clone(schemas[t]) }

// Key is the name of the field that identifies a row.
func (t Table) Key() string { return schemas[t][0].Name }

func (t Table) field(name string) Field {
	for _, f := range schemas[t] {
		if f.Name == name {
			return f
		}
	}
	return Field{Name: name, Kind: Any}
}

// Bounds of a row.
const (
	maxFields  = 200
	maxName    = 200     // characters of a field's name
	maxText    = 8 << 10 // bytes of a text
	maxRow     = 64 << 10
	maxLines   = 500
	maxBatch   = 1000
	maxHistory = 20 // versions of a row that are kept
)
