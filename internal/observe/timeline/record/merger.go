package record

// merger merges ordered sources into one, by runs: rows of one source that come
// before all the others' next rows. Where persons' rows are spread over few
// sources, or sources do not overlap, runs are long and merging costs nothing.
type merger struct {
	heap []*cursor // least first
	to   int       // end of the run that next gave last, in the first cursor
	run  bool      // whether it gave one
}

// newMerger takes over the sources; it closes each when it is at its end, and
// all of them when it fails.
func newMerger(sources []source) (*merger, error) {
	m := &merger{}
	for i, s := range sources {
		c := &cursor{source: s}
		more, err := c.move(0)
		switch {
		case err != nil:
			for _, rest := range sources[i:] {
				rest.close()
			}
			m.close()
			return nil, err
		case more:
			m.heap = append(m.heap, c)
		default:
			s.close()
		}
	}
	for i := len(m.heap)/2 - 1; i >= 0; i-- {
		m.sink(i)
	}
	return m, nil
}

// next returns the next run, rows [from, to) of the cursor's window; nil at the
// end. The window is valid until the next call.
func (m *merger) next() (c *cursor, from, to int, err error) {
	if m.run {
		if err := m.advance(); err != nil {
			return nil, 0, 0, err
		}
	}
	if len(m.heap) == 0 {
		return nil, 0, 0, nil
	}
	c = m.heap[0]
	m.to, m.run = len(c.persons), true
	if len(m.heap) > 1 {
		second := m.heap[1]
		if len(m.heap) > 2 && m.heap[2].less(second) {
			second = m.heap[2]
		}
		m.to = c.runEnd(second)
	}
	return c, c.at, m.to, nil
}

func (m *merger) advance() error {
	m.run = false
	c := m.heap[0]
	more, err := c.move(m.to)
	if err != nil {
		return err
	}
	if !more {
		c.source.close()
		last := len(m.heap) - 1
		m.heap[0], m.heap = m.heap[last], m.heap[:last]
	}
	m.sink(0)
	return nil
}

func (m *merger) sink(i int) {
	if i >= len(m.heap) {
		return
	}
	c := m.heap[i]
	for {
		child := 2*i + 1
		if child >= len(m.heap) {
			break
		}
		if child+1 < len(m.heap) && m.heap[child+1].less(m.heap[child]) {
			child++
		}
		if !m.heap[child].less(c) {
			break
		}
		m.heap[i] = m.heap[child]
		i = child
	}
	m.heap[i] = c
}

func (m *merger) close() {
	for _, c := range m.heap {
		c.source.close()
	}
	m.heap, m.run = nil, false
}
