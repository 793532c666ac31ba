package wire

const outside = ^uint32(0) // no container is open

type scanner struct {
	text string
	at   int
	tape []token
	open uint32 // the innermost open container
	err  error
}

// run has no recursion, so depth costs nothing but tokens: an event that nests
// absurdly can be rejected alone.
func (s *scanner) run() error {
	if len(s.text) > 1<<31 {
		return CrowdedError{}
	}
	for s.value() && s.follow() {
	}
	return s.err
}

// value reads a value; of a container that is not empty, its beginnings down to
// the first value that is none.
func (s *scanner) value() bool {
	for {
		s.space()
		if s.at == len(s.text) {
			return s.fail("the text ends where a value should be")
		}
		switch s.text[s.at] {
		case '{':
			if s.begin(Object, '}') {
				continue
			}
		case '[':
			if s.begin(Array, ']') {
				continue
			}
		case '"':
			return s.string()
		case 't':
			return s.literal(True, "true")
		case 'f':
			return s.literal(False, "false")
		case 'n':
			return s.literal(Null, "null")
		default:
			return s.number()
		}
		return s.err == nil
	}
}

// begin opens a container, up to its first value; false when it has none.
func (s *scanner) begin(kind Kind, closing byte) bool {
	i := uint32(len(s.tape))
	if !s.push(token{pos: uint32(s.at), next: s.open, kind: kind, height: 1}) {
		return false
	}
	s.open = i
	s.at++
	s.space()
	if s.at < len(s.text) && s.text[s.at] == closing {
		return false // follow closes it
	}
	return kind == Array || s.key()
}

// follow reads on after a value to where the next one begins; false when the
// text is at its end, or wrong.
func (s *scanner) follow() bool {
	for {
		s.space()
		if s.open == outside {
			if s.at < len(s.text) {
				return s.fail("something follows the end of the JSON")
			}
			return false
		}
		if s.at == len(s.text) {
			return s.fail("the text ends within an object or array")
		}
		kind := s.tape[s.open].kind
		switch c := s.text[s.at]; {
		case c == ',':
			s.at++
			return kind == Array || s.key()
		case c == '}' && kind == Object, c == ']' && kind == Array:
			s.at++
			s.close()
		default:
			return s.fail("a comma or the end of the object or array is missing")
		}
	}
}

func (s *scanner) close() {
	t := &s.tape[s.open]
	parent := t.next
	t.end, t.next = uint32(s.at), uint32(len(s.tape))
	if parent != outside {
		p := &s.tape[parent]
		p.flags |= t.flags
		if t.height >= p.height {
			p.height = t.height
			if p.height < ^uint16(0) {
				p.height++
			}
		}
	}
	s.open = parent
}

// key reads a member's name and the colon.
func (s *scanner) key() bool {
	s.space()
	if s.at == len(s.text) || s.text[s.at] != '"' {
		return s.fail("a member's name in quotes is missing")
	}
	if !s.string() {
		return false
	}
	s.space()
	if s.at == len(s.text) || s.text[s.at] != ':' {
		return s.fail("the colon after a member's name is missing")
	}
	s.at++
	return true
}

func (s *scanner) literal(kind Kind, word string) bool {
	end := s.at + len(word)
	if end > len(s.text) || s.text[s.at:end] != word {
		return s.fail("this is not a JSON value")
	}
	ok := s.push(token{pos: uint32(s.at), end: uint32(end), kind: kind})
	s.at = end
	return ok
}

func (s *scanner) number() bool {
	start, flags := s.at, uint8(0)
	if s.text[s.at] == '-' {
		s.at++
	}
	first := s.at
	n := s.digits()
	if n == 0 {
		s.at = start
		return s.fail("this is not a JSON value")
	}
	if n > 1 && s.text[first] == '0' {
		return s.fail("a number begins with 0")
	}
	if s.at < len(s.text) && s.text[s.at] == '.' {
		flags = fraction
		s.at++
		if s.digits() == 0 {
			return s.fail("a digit is missing after the point")
		}
	}
	if s.at < len(s.text) && (s.text[s.at] == 'e' || s.text[s.at] == 'E') {
		flags = fraction
		s.at++
		if s.at < len(s.text) && (s.text[s.at] == '+' || s.text[s.at] == '-') {
			s.at++
		}
		if s.digits() == 0 {
			return s.fail("a digit is missing in the exponent")
		}
	}
	return s.push(token{pos: uint32(start), end: uint32(s.at), kind: Number, flags: flags})
}

func (s *scanner) digits() int {
	start := s.at
	for s.at < len(s.text) && s.text[s.at]-'0' <= 9 {
		s.at++
	}
	return s.at - start
}

// space steps over white space. It makes the container around it one to be
// rewritten, as JSON is stored compact.
func (s *scanner) space() {
	if s.at == len(s.text) || s.text[s.at] > ' ' {
		return
	}
	start := s.at
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\n', '\r', '\t':
			s.at++
			continue
		}
		break
	}
	if s.at > start && s.open != outside {
		s.tape[s.open].flags |= rewrite
	}
}

func (s *scanner) push(t token) bool {
	if len(s.tape) == MaxValues {
		s.err = CrowdedError{}
		return false
	}
	if t.kind != Array && t.kind != Object {
		t.next = uint32(len(s.tape)) + 1
	}
	s.tape = append(s.tape, t)
	return true
}

func (s *scanner) fail(what string) bool {
	s.err = &SyntaxError{Offset: s.at, What: what}
	return false
}
