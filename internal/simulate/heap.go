package simulate

import "kith/internal/kith"

// walkerHeap has whoever acts next first; of equals the lower number, so that
// the order is the same in every run.
type walkerHeap []*walker

func (h walkerHeap) Len() int      { return len(h) }
func (h walkerHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h walkerHeap) Less(i, j int) bool {
	if a, b := h[i].due(), h[j].due(); a != b {
		return a < b
	}
	return h[i].index < h[j].index
}
func (h *walkerHeap) Push(x any) { *h = append(*h, x.(*walker)) }
func (h *walkerHeap) Pop() any {
	last := len(*h) - 1
	w := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return w
}

// eventHeap has the earliest event first.
type eventHeap []kith.Event

func (h eventHeap) Len() int      { return len(h) }
func (h eventHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h eventHeap) Less(i, j int) bool {
	if h[i].Time != h[j].Time {
		return h[i].Time < h[j].Time
	}
	return h[i].MessageID < h[j].MessageID
}
func (h *eventHeap) Push(x any) { *h = append(*h, x.(kith.Event)) }
func (h *eventHeap) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = kith.Event{}
	*h = (*h)[:last]
	return e
}
