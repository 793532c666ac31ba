package importer

import (
	"math"
	"testing"
	"time"

	"kith/internal/kith"
)

// clean are the lines that the data set's README calls clean.
var clean = Mapping{
	Event: "order_line", Time: "InvoiceDate", Zone: "Europe/London", UserID: "CustomerID",
	Where: []Rule{
		{Column: "CustomerID", Op: "set"}, {Column: "InvoiceNo", Op: "not_starts_with", Value: "C"},
		{Column: "Quantity", Op: "gt", Value: "0"}, {Column: "UnitPrice", Op: "gt", Value: "0"},
	},
}

func TestOnlineRetail(t *testing.T) {
	in, err := File(dataFile(t, "online-retail/online_retail.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	s := newShelf()
	res, err := Run(t.Context(), in, clean, s.to(), Options{Now: noon})
	if err != nil || res.Rows != 541_909 || res.Written != 397_884 || res.Bad != 0 || len(s.events) != 397_884 {
		t.Fatalf("%v: %s, %d events", err, res.String(), len(s.events))
	}
	order := clean
	order.Event, order.Group = "order_completed", []string{"InvoiceNo"}
	order.Sum, order.Lines = map[string]string{"total": "Quantity*UnitPrice"}, "products"
	s = newShelf()
	if res, err = Run(t.Context(), in, order, s.to(), Options{Now: noon}); err != nil || res.Written != 18_532 || len(s.events) != 18_532 {
		t.Fatalf("%v: %s", err, res.String())
	}
	people, total := map[string]bool{}, 0.0
	for _, e := range s.events {
		people[e.UserID] = true
		for _, p := range e.Props {
			if p.Name == "total" {
				total += p.Value.Num
			}
			if p.Name == "products" && p.Value.Kind != kith.JSON {
				t.Fatalf("%+v", p)
			}
		}
	}
	if len(people) != 4338 || math.Abs(total-8_911_407.90) > 0.01 {
		t.Errorf("%d customers, %.2f GBP", len(people), total)
	}
}

// BenchmarkCSV reads the whole file, every row becoming an event.
func BenchmarkCSV(b *testing.B) {
	in, err := File(dataFile(b, "online-retail/online_retail.csv.gz"))
	if err != nil {
		b.Fatal(err)
	}
	m := clean
	m.Where = nil
	for b.Loop() {
		s := nowhere{}
		begin := time.Now()
		res, err := Run(b.Context(), in, m, To{Sink: s, MID: hashOf}, Options{Now: noon})
		if err != nil || res.Rows != 541_909 {
			b.Fatal(err)
		}
		b.ReportMetric(float64(res.Rows)/time.Since(begin).Seconds(), "rows/s")
	}
}
