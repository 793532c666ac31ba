package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kith/internal/kith"
)

// OpenAPIPath serves the description that clients are generated from.
const OpenAPIPath = "/api/openapi.json"

// New returns an API and the mux its operations are reached by. Operations
// live under /api/; anything else there is answered in the one error shape.
// Register operations before serving.
//
// Nothing the client sends is overlooked: unknown fields and unknown query
// parameters are refused by name, and names are compared case by case.
func New(title, version string) (*http.ServeMux, huma.API) {
	speakPlainly()
	config := huma.DefaultConfig(title, version)
	config.CreateHooks = nil // no $schema field in every body
	config.DocsPath, config.SchemasPath, config.OpenAPIPath = "", "", ""
	config.RejectUnknownQueryParameters = true
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: unmarshal}
	config.Formats = map[string]huma.Format{"application/json": format, "json": format}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "kith_session", Description: "set by signing in"},
		"token":   {Type: "http", Scheme: "bearer", Description: "an API token, kt_…"},
	}
	config.Security = []map[string][]string{{"session": {}}, {"token": {}}}

	mux := http.NewServeMux()
	a := humago.New(mux, config)
	document := sync.OnceValues(func() ([]byte, error) { return json.Marshal(a.OpenAPI()) })
	mux.HandleFunc("GET "+OpenAPIPath, func(w http.ResponseWriter, r *http.Request) {
		text, err := document()
		if err != nil {
			WriteError(w, r, fmt.Errorf("describe the API: %w", err))
			return
		}
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		_, _ = w.Write(text)
	})
	mux.HandleFunc(everything, func(w http.ResponseWriter, r *http.Request) { notFound(mux, w, r) })
	return mux, a
}

// schemaName is the type's name after its room's, unless it says so itself:
// workspace.Workspace is Workspace, workspace.Change is WorkspaceChange. So
// rooms may name types without regard to each other.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Name() == "" || t.PkgPath() == "" || t.PkgPath() == reflect.TypeFor[Failure]().PkgPath() {
		return name
	}
	room := path.Base(t.PkgPath())
	room = strings.ToUpper(room[:1]) + room[1:]
	if strings.HasPrefix(name, room) {
		return name
	}
	return room + name
}

// everything is the pattern of requests that no operation takes.
const everything = "/api/"

func notFound(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := mux.Handler(other); pattern != everything && pattern != "" {
			allowed = append(allowed, method)
		}
	}
	e := &kith.Error{Code: kith.NotFound, Message: "there is nothing at this address", Hint: "the addresses are listed in " + OpenAPIPath}
	if allowed != nil {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		e.Message = "this address does not take " + r.Method
		e.Hint = "use " + strings.Join(allowed, " or ")
	}
	WriteError(w, r, e)
}

// unmarshal says where JSON is broken, by line and column.
func unmarshal(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	switch e := err.(type) {
	case *json.SyntaxError:
		before := string(data[:min(int(e.Offset), len(data))])
		line := strings.Count(before, "\n") + 1
		column := len(before) - (strings.LastIndexByte(before, '\n') + 1)
		return fmt.Errorf("is not valid JSON at line %d, column %d: %w", line, max(column, 1), err)
	case *json.UnmarshalTypeError:
		return fmt.Errorf("has a %s in %s where it does not fit", e.Value, e.Field)
	}
	return err
}
