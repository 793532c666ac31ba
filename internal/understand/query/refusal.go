package query

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"kith/internal/kith"
	"kith/internal/understand/query/sandbox"
)

// SQLRefusal is the answer to a statement that has none, in the form of every
// error, with the place in the statement. It is a kith.Error to programs that
// know only those.
type SQLRefusal struct {
	Problem SQLProblem `json:"error"`
}

// SQLProblem says what is wrong with a statement and where.
type SQLProblem struct {
	Code    kith.Code      `json:"code" doc:"The kind of error, as in every answer"`
	Reason  sandbox.Reason `json:"reason" enum:"read_only,several,empty,syntax,unknown_column,unknown_table,unknown_function,not_allowed,wrong,memory,too_large,time" doc:"What is wrong, stable for programs"`
	Message string         `json:"message" doc:"What is wrong, fit for people"`
	Hint    string         `json:"hint,omitempty" doc:"What to do about it"`
	Field   string         `json:"field"`
	Retry   bool           `json:"retry"`
	Name    string         `json:"name,omitempty" doc:"The word at fault"`
	Nearest []string       `json:"nearest,omitempty" doc:"Names that may have been meant"`
	Place   *Place         `json:"place,omitempty" doc:"Where in the statement; absent when it is all of it"`
}

// Place is where something is in a statement.
type Place struct {
	Line   int `json:"line" doc:"From 1"`
	Column int `json:"column" doc:"Character, from 1"`
	From   int `json:"from" doc:"In UTF-16 units from the statement's beginning, as editors count"`
	To     int `json:"to" doc:"Excluded"`
}

// Error says it all in one line, for the command line.
func (r *SQLRefusal) Error() string { return r.Unwrap().Error() }

// GetStatus implements huma.StatusError.
func (r *SQLRefusal) GetStatus() int {
	if r.Problem.Code == kith.TooLarge {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}

// Unwrap makes it a kith.Error.
func (r *SQLRefusal) Unwrap() error {
	p := &r.Problem
	message := p.Message
	if p.Place != nil {
		message = fmt.Sprintf("line %d, column %d: %s", p.Place.Line, p.Place.Column, message)
	}
	return &kith.Error{Code: p.Code, Message: message, Hint: p.Hint, Field: p.Field, Retry: p.Retry}
}

// refuse says what a failure means to whoever wrote the statement.
func refuse(sql string, f *sandbox.Failure, l Limits) error {
	if f.Reason == sandbox.Broken {
		return fmt.Errorf("run a statement: %w", f)
	}
	message, _, _ := strings.Cut(f.Message, "\n")
	r := &SQLRefusal{SQLProblem{Code: kith.Invalid, Reason: f.Reason, Message: message, Field: "sql", Name: f.Name}}
	p := &r.Problem
	switch f.Reason {
	case sandbox.ReadOnly:
		p.Hint = "ask with SELECT or WITH; events come in by the API and by imports"
	case sandbox.Several:
		p.Hint = "run one at a time"
	case sandbox.Empty:
		p.Hint = "such as: SELECT event, count(*) FROM events GROUP BY event ORDER BY 2 DESC"
	case sandbox.UnknownColumn, sandbox.UnknownTable, sandbox.UnknownFunction:
		if p.Nearest = f.Candidates; len(f.Candidates) > 0 {
			p.Hint = "did you mean " + strings.Join(f.Candidates, ", ") + "?"
		}
	case sandbox.NotAllowed:
		p.Hint = "the tables are events, persons and ids; files, settings and the network are out of reach"
	case sandbox.Memory:
		p.Code, p.Name = kith.TooLarge, ""
		p.Message = fmt.Sprintf("the statement needed more than the %d MB that it may have", l.Memory/1_000_000)
		p.Hint = "group before you join, read a shorter time, or select fewer columns"
	case sandbox.TooLarge:
		p.Code, p.Hint = kith.TooLarge, "select less of it, such as left(column, 1000)"
	case sandbox.TimeOut:
		p.Code = kith.TooLarge
		p.Hint = "read a shorter time, join on person, or add LIMIT to the innermost part"
	}
	p.Place = placeOf(sql, f)
	return r
}

func placeOf(sql string, f *sandbox.Failure) *Place {
	if f.Position < 0 || f.Position > len(sql) || !utf8.ValidString(sql) {
		return nil
	}
	before := sql[:f.Position]
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	from := len(utf16.Encode([]rune(before)))
	end := f.Position
	for end < len(sql) && !strings.ContainsRune(" \t\r\n(),;", rune(sql[end])) {
		end++
	}
	return &Place{Line: line, Column: column, From: from, To: max(from+len(utf16.Encode([]rune(sql[f.Position:end]))), from+1)}
}
