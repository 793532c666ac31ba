package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Orders are sent, and sent again by whoever was not answered, to a program
// that is killed again and again: each is there, and on the timeline once.
func TestOrdersOutliveKills(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, dir)
	random := rand.New(rand.NewPCG(4, 5))
	const orders, each = 600, 20
	paid := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	for first := 0; first < orders; first += each {
		var rows []string
		for i := range each {
			rows = append(rows, fmt.Sprintf(`{"order_id":"o%d","user_id":"u%d","status":"paid","total":10,"paid_at":"%s","updated_at":"%[3]s"}`, first+i, i%7, paid))
		}
		body := `{"rows":[` + strings.Join(rows, ",") + `]}`
		if random.IntN(3) == 0 {
			killed, after := make(chan struct{}), time.Duration(random.IntN(12))*time.Millisecond
			go func(s *server) { // somewhere between the request and the log
				defer close(killed)
				time.Sleep(after)
				s.kill()
			}(s)
			_, _ = s.try("POST", "/api/v1/tables/orders/rows", body, "Authorization", "Bearer "+localToken(t, dir), "Content-Type", "application/json")
			<-killed
			s = serve(t, dir)
		}
		var written any
		s.api("POST", "/api/v1/tables/orders/rows", body, &written)
	}
	s.await("Order Completed", orders)
	s.kill()
	s = serve(t, dir)
	s.await("Order Completed", orders)
	var tables []struct {
		Table         string
		Rows, Waiting int
	}
	for begin := time.Now(); time.Since(begin) < patience; { // what the kill kept from being written down is found again
		if s.api("GET", "/api/v1/tables", "", &tables); tables[0].Waiting == 0 {
			break
		}
	}
	if tables[0].Rows != orders || tables[0].Waiting != 0 {
		t.Errorf("%+v", tables)
	}
	// One bad row does not hold up the others, and is named by row and field.
	var written struct {
		Results []string
		Faults  []struct {
			Row        int
			Key, Field string
		}
	}
	s.api("POST", "/api/v1/tables/items/rows", `{"rows":[{"item_id":"I1","price":"9.50"},{"item_id":"I2","price":"cheap"},7]}`, &written)
	if fmt.Sprint(written) != "{[made refused refused] [{1 I2 price} {2  }]}" {
		t.Errorf("%+v", written)
	}
	if r := s.do("POST", "/api/v1/tables/costs/rows", `{"rows":[{}]}`, "Authorization", "Bearer "+localToken(t, dir)); r.status < 400 || r.status >= 500 {
		t.Errorf("a table that is none: %+v", r)
	}
	if r := s.do("POST", "/api/v1/tables/items/rows", `{"rows":[{}]}`); r.status != http.StatusUnauthorized {
		t.Errorf("without a token: %+v", r)
	}
	s.stop()
}
