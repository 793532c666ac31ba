package sandbox

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"unicode"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// check refuses what is not one question, by DuckDB's own parser. It is there
// to say so in words: what slips through meets the walls of the process.
func (c *child) check() error {
	var statements duckdb.ExtractedStatements
	n := duckdb.ExtractStatements(c.conn, c.job.SQL, &statements)
	defer duckdb.DestroyExtracted(&statements)
	if n == 0 {
		if message := duckdb.ExtractStatementsError(statements); message != "" {
			return c.failure(message)
		}
		return &Failure{Reason: Empty, Message: "there is no statement", Position: -1}
	}
	if n > 1 {
		return &Failure{Reason: Several, Message: "there is more than one statement", Position: secondStatement(c.job.SQL)}
	}
	at, word, rest := firstWord(c.job.SQL)
	shift := 0
	text := c.job.SQL
	if word == "EXPLAIN" {
		_, second, _ := firstWord(rest)
		if second == "ANALYZE" {
			_, _, rest = firstWord(rest)
		}
		shift, text = len(text)-len(rest), rest
	}
	tree, err := c.parse(text)
	if err != nil {
		return err
	}
	if tree.Error {
		if tree.ErrorType == "not implemented" {
			return &Failure{Reason: ReadOnly, Name: word, Message: "only questions are answered: SELECT, WITH, FROM, DESCRIBE, SUMMARIZE and EXPLAIN", Position: at}
		}
		return c.failure(tree.ErrorMessage)
	}
	return c.allowed(tree.Statements, shift)
}

// serialized is what json_serialize_sql gives.
type serialized struct {
	Error        bool   `json:"error"`
	ErrorType    string `json:"error_type"`
	ErrorMessage string `json:"error_message"`
	Statements   any    `json:"statements"`
}

func (c *child) parse(sql string) (*serialized, error) {
	var stmt duckdb.PreparedStatement
	defer duckdb.DestroyPrepare(&stmt)
	var res duckdb.Result
	defer duckdb.DestroyResult(&res)
	if duckdb.Prepare(c.conn, "SELECT json_serialize_sql(?::VARCHAR)", &stmt) == duckdb.StateError {
		return nil, errors.New(duckdb.PrepareError(stmt))
	}
	if duckdb.BindVarcharLength(stmt, 1, sql, duckdb.IdxT(len(sql))) == duckdb.StateError {
		return nil, errors.New("bind the statement")
	}
	if duckdb.ExecutePrepared(stmt, &res) == duckdb.StateError {
		return nil, c.failure(duckdb.ResultError(&res))
	}
	chunk := duckdb.FetchChunk(res)
	defer duckdb.DestroyDataChunk(&chunk)
	if chunk.Ptr == nil || duckdb.DataChunkGetSize(chunk) != 1 {
		return nil, errors.New("the statement was not parsed")
	}
	text := (*duckText)(duckdb.VectorGetData(duckdb.DataChunkGetVector(chunk, 0))).bytes()
	out := &serialized{}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	return out, decoder.Decode(out)
}

// tableFunctions are those that make rows of their arguments alone.
var tableFunctions = map[string]bool{"range": true, "generate_series": true, "unnest": true, "json_each": true, "json_tree": true}

// forbidden are functions that tell of the process, wait, write, or run text as SQL.
var forbidden = regexp.MustCompile(`^(getenv|write_log|read_\w+|glob|nextval|currval|setseed|current_setting|getvariable|which_secret|duckdb_\w+|pragma_\w+|pg_\w+|sniff_csv|query|query_table|checkpoint|force_checkpoint|json_execute_serialized_sql|json_serialize_sql|json_serialize_plan|json_deserialize_sql|txid_current|in_search_path|sleep\w*|parse_duckdb_log_message|write_\w+|create_\w*sort_key)$`)

// allowed walks the tree of a statement.
func (c *child) allowed(node any, shift int) error {
	switch node := node.(type) {
	case []any:
		for _, n := range node {
			if err := c.allowed(n, shift); err != nil {
				return err
			}
		}
	case map[string]any:
		if err := c.allowedNode(node, shift); err != nil {
			return err
		}
		for _, n := range node {
			if err := c.allowed(n, shift); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *child) allowedNode(node map[string]any, shift int) error {
	kind, _ := node["type"].(string)
	class, _ := node["class"].(string)
	refuse := func(name, message string) error {
		f := &Failure{Reason: NotAllowed, Name: name, Message: message, Position: -1}
		if at, ok := node["query_location"].(json.Number); ok {
			if n, err := at.Int64(); err == nil && n >= 0 && n < int64(len(c.job.SQL)) {
				f.Position = int(n) + shift
			}
		}
		return f
	}
	switch {
	case kind == "TABLE_FUNCTION":
		function, _ := node["function"].(map[string]any)
		name, _ := function["function_name"].(string)
		if !tableFunctions[strings.ToLower(name)] {
			return refuse(name, name+" is not a table that can be read here")
		}
	case class == "FUNCTION":
		name, _ := node["function_name"].(string)
		if forbidden.MatchString(strings.ToLower(name)) {
			return refuse(name, "the function "+name+" is not allowed here")
		}
	case kind == "BASE_TABLE":
		name, _ := node["table_name"].(string)
		schema, _ := node["schema_name"].(string)
		catalog, _ := node["catalog_name"].(string)
		if schema != "" && !strings.EqualFold(schema, "main") || catalog != "" && !strings.EqualFold(catalog, "memory") ||
			strings.ContainsAny(name, `/\.*:`) {
			return refuse(name, "only the tables of this workspace can be read")
		}
	}
	return nil
}

// firstWord returns where the first word of SQL is, the word in capitals, and
// what follows it; comments and brackets before it are passed over.
func firstWord(sql string) (at int, word, rest string) {
	i := skip(sql, 0)
	for i < len(sql) && sql[i] == '(' {
		i = skip(sql, i+1)
	}
	j := i
	for j < len(sql) && (unicode.IsLetter(rune(sql[j])) || sql[j] == '_') {
		j++
	}
	return i, strings.ToUpper(sql[i:j]), sql[j:]
}

// skip passes over space and comments.
func skip(sql string, i int) int {
	for i < len(sql) {
		switch {
		case unicode.IsSpace(rune(sql[i])):
			i++
		case strings.HasPrefix(sql[i:], "--"):
			n := strings.IndexByte(sql[i:], '\n')
			if n < 0 {
				return len(sql)
			}
			i += n
		case strings.HasPrefix(sql[i:], "/*"):
			n := strings.Index(sql[i:], "*/")
			if n < 0 {
				return len(sql)
			}
			i += n + 2
		default:
			return i
		}
	}
	return i
}

// secondStatement is where the second statement begins, -1 when it cannot be told.
func secondStatement(sql string) int {
	quoted := byte(0)
	for i := 0; i < len(sql); i++ {
		switch ch := sql[i]; {
		case quoted != 0:
			if ch == quoted {
				quoted = 0
			}
		case ch == '\'' || ch == '"':
			quoted = ch
		case strings.HasPrefix(sql[i:], "--"), strings.HasPrefix(sql[i:], "/*"):
			if i = skip(sql, i) - 1; i < 0 {
				return -1
			}
		case ch == ';':
			if at := skip(sql, i+1); at < len(sql) {
				return at
			}
			return -1
		}
	}
	return -1
}
