package record

import (
	"reflect"
	"testing"

	"kith/internal/observe/timeline"
)

func TestArrivals(t *testing.T) {
	s := newScene(t, 21, Options{SealRows: 400})
	for range 3 {
		s.come(400)
		s.seal()
	}
	s.come(100)
	const width = 50_000
	since := int64(1.7e15) + 600*1000
	got, err := s.rec.Arrivals(t.Context(), since, width, s.tail)
	s.ok(err)
	want := map[uint32]map[int64]uint64{}
	sent := map[uint16]Sent{}
	for _, r := range s.all(func(*timeline.Row) bool { return true }) {
		if r.Source == 1 {
			sent[r.Code] = Sent{sent[r.Code].Rows + 1, max(sent[r.Code].Last, r.Received)}
		}
		if r.Received < since {
			continue
		}
		if want[r.Source] == nil {
			want[r.Source] = map[int64]uint64{}
		}
		want[r.Source][r.Received/width]++
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	by, err := s.rec.SentBy(t.Context(), 1, s.tail)
	s.ok(err)
	if !reflect.DeepEqual(by, sent) {
		t.Errorf("%v, want %v", by, sent)
	}
}
