package sandbox

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// duckError is an error of DuckDB as JSON, which errors_as_json asks for.
type duckError struct {
	Type       string `json:"exception_type"`
	Message    string `json:"exception_message"`
	Subtype    string `json:"error_subtype"`
	Name       string `json:"name"`
	Candidates string `json:"candidates"`
	Position   string `json:"position"`
}

var unquoted = regexp.MustCompile(`"([^"]+)"`)

// failure says what DuckDB's error means to whoever wrote the statement.
func (c *child) failure(message string) *Failure {
	e := duckError{Message: message}
	if kind, rest, ok := strings.Cut(message, " Error: "); ok && !strings.HasPrefix(message, "{") {
		e.Type, e.Message, message = kind, rest, rest
	}
	_ = json.Unmarshal([]byte(message), &e) // if it is not JSON, it is the message
	// The picture of the place and advice for those who run DuckDB themselves.
	e.Message, _, _ = strings.Cut(e.Message, "\n\nLINE ")
	e.Message, _, _ = strings.Cut(e.Message, "\nLINE ")
	f := &Failure{Reason: reasonOf(&e), Message: strings.TrimSpace(e.Message), Position: -1, Name: e.Name}
	if at, err := strconv.Atoi(e.Position); err == nil && at <= len(c.job.SQL) {
		f.Position = at
		if e.Subtype == "SYNTAX_ERROR" { // which counts characters; all others count bytes
			f.Position = len(string([]rune(c.job.SQL)[:min(at, utf8.RuneCountInString(c.job.SQL))]))
		}
	}
	for _, candidate := range strings.Split(e.Candidates, ",") {
		if candidate = strings.TrimSpace(candidate); candidate != "" && !strings.Contains(candidate, functionPrefix) {
			f.Candidates = append(f.Candidates, candidate)
		}
	}
	if found := unquoted.FindStringSubmatch(f.Message); f.Name == "" && found != nil {
		f.Name = found[1]
	}
	switch f.Reason {
	case UnknownTable:
		f.Name = strings.TrimPrefix(strings.TrimPrefix(f.Message, "Table with name "), "View with name ")
		f.Name, _, _ = strings.Cut(f.Name, " does not exist")
		f.Candidates = c.tableNames()
	case Memory:
		f.Message = "the statement needed more memory than it may have"
	}
	return f
}

const functionPrefix = "kith_"

func (c *child) tableNames() []string {
	var names []string
	for _, t := range c.job.Tables {
		names = append(names, t.Name)
	}
	slices.Sort(names)
	return names
}

func reasonOf(e *duckError) Reason {
	kind := strings.ToLower(e.Type)
	has := func(s string) bool { return strings.Contains(e.Message, s) }
	switch {
	case strings.Contains(kind, "memory") || has("bad_alloc") || has("failed to allocate") || has("could not allocate") || has("Out of Memory") || has("maximum supported string size"):
		return Memory
	case kind == "permission" || has("disabled by configuration") || has("disabled through configuration") || has("has been locked"):
		return NotAllowed
	case e.Subtype == "COLUMN_NOT_FOUND" || kind == "binder" && has("Referenced column"):
		return UnknownColumn
	case kind == "catalog" && (has("Table with name") || has("View with name")):
		return UnknownTable
	case kind == "catalog" && has("Function with name"):
		return UnknownFunction
	case kind == "parser" || kind == "syntax":
		return Syntax
	case kind == "internal" || kind == "fatal" || kind == "io":
		return Broken
	}
	return Wrong
}
