package insight

// secondsBlock is the length of a block.
const secondsBlock = 1 << 12

// secondsList holds many durations in blocks: growing one array would copy all
// of them several times.
type secondsList struct {
	full [][]uint32
	last []uint32
}

func (l *secondsList) add(s uint32) {
	if len(l.last) == cap(l.last) {
		l.next()
	}
	l.last = append(l.last, s)
}

// next begins a block; the first is small, as most lists are.
func (l *secondsList) next() {
	if l.last == nil {
		l.last = make([]uint32, 0, 64)
		return
	}
	l.full = append(l.full, l.last)
	l.last = make([]uint32, 0, secondsBlock)
}

func (l *secondsList) join(o *secondsList) {
	l.full = append(l.full, o.full...)
	if len(o.last) > 0 {
		l.full = append(l.full, o.last)
	}
}

// blocks are all of them.
func (l *secondsList) blocks() [][]uint32 {
	if len(l.last) == 0 {
		return l.full
	}
	return append(l.full[:len(l.full):len(l.full)], l.last)
}

// center gives mean and median; nil of nothing.
func (l *secondsList) center() (mean, median *float64) { return center(l.blocks()...) }

// center gives mean and median of values in blocks; nil of nothing.
func center(blocks ...[]uint32) (mean, median *float64) {
	n, sum := 0, uint64(0)
	for _, block := range blocks {
		n += len(block)
		for _, s := range block {
			sum += uint64(s)
		}
	}
	if n == 0 {
		return nil, nil
	}
	at := atRanks(blocks, (n-1)/2, n/2)
	m := float64(at[0]) + (float64(at[1])-float64(at[0]))/2
	return ratio(float64(sum), float64(n)), &m
}
