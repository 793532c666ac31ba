package insight

import "strconv"

// formula computes from the series' values; nil where a part is nil or a
// divisor is zero.
type formula func(series func(int) *float64) *float64

// parseFormula reads + − * / parentheses, numbers and the letters A, B, … of
// the n series.
func parseFormula(field, text string, n int) (formula, error) {
	p := &formulaParser{field: field, text: text, series: n}
	if len(text) > 200 {
		return nil, invalid(field, "the formula is longer than 200 characters")
	}
	f, err := p.sum(0)
	if err != nil {
		return nil, err
	}
	if p.peek() != 0 {
		return nil, p.unexpected()
	}
	return f, nil
}

type formulaParser struct {
	field, text string
	at, series  int
}

func (p *formulaParser) peek() byte {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *formulaParser) unexpected() error {
	if c := p.peek(); c == 0 {
		return invalid(p.field, "the formula ends too early: %q", p.text)
	}
	return invalid(p.field, "%q is not expected at character %d of %q", p.text[p.at:p.at+1], p.at+1, p.text)
}

func (p *formulaParser) sum(depth int) (formula, error) {
	return p.chain(depth, "+-", p.product)
}

func (p *formulaParser) product(depth int) (formula, error) {
	return p.chain(depth, "*/", p.atom)
}

func (p *formulaParser) chain(depth int, ops string, part func(int) (formula, error)) (formula, error) {
	left, err := part(depth)
	for err == nil && (p.peek() == ops[0] || p.peek() == ops[1]) {
		op := p.text[p.at]
		p.at++
		var right formula
		if right, err = part(depth); err == nil {
			left = binary(op, left, right)
		}
	}
	return left, err
}

func binary(op byte, left, right formula) formula {
	return func(series func(int) *float64) *float64 {
		a, b := left(series), right(series)
		if a == nil || b == nil {
			return nil
		}
		x := *a
		switch op {
		case '+':
			x += *b
		case '-':
			x -= *b
		case '*':
			x *= *b
		default:
			return ratio(*a, *b)
		}
		return &x
	}
}

func (p *formulaParser) atom(depth int) (formula, error) {
	c := p.peek()
	switch {
	case depth > 20:
		return nil, invalid(p.field, "the parentheses are nested more than 20 deep")
	case c == '(':
		p.at++
		f, err := p.sum(depth + 1)
		if err == nil && p.peek() != ')' {
			err = p.unexpected()
		}
		p.at++
		return f, err
	case c == '-':
		p.at++
		f, err := p.atom(depth + 1)
		zero := 0.0
		return binary('-', func(func(int) *float64) *float64 { return &zero }, f), err
	case c >= 'A' && int(c-'A') < p.series:
		p.at++
		return func(series func(int) *float64) *float64 { return series(int(c - 'A')) }, nil
	case c >= 'A' && c <= 'Z':
		return nil, invalid(p.field, "there is no series %q: the letters go from A to %c", string(c), 'A'+p.series-1)
	}
	return p.number()
}

func (p *formulaParser) number() (formula, error) {
	start := p.at
	for p.at < len(p.text) && (p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == '.') {
		p.at++
	}
	x, err := strconv.ParseFloat(p.text[start:p.at], 64)
	if err != nil {
		p.at = start
		return nil, p.unexpected()
	}
	return func(func(int) *float64) *float64 { return &x }, nil
}
