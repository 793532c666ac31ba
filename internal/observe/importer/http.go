package importer

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/platform/auth"
)

// Find returns the workspace with the slug, the caller's own when it is empty,
// and refuses callers who may not work there.
type Find func(ctx context.Context, slug string) (*Space, error)

// Routes registers bringing files in.
func Routes(a huma.API, d *Desk, find Find) {
	h := handlers{d, find}
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/imports" + path, Summary: summary, Tags: []string{"imports"}, Extensions: auth.Needs(auth.Operate)}
	}
	huma.Register(a, op("list-imports", http.MethodGet, "", "Imports, the newest first"), h.list)
	create := op("create-import", http.MethodPost, "", "Announce a file to be uploaded and imported")
	create.DefaultStatus = http.StatusCreated
	huma.Register(a, create, h.create)
	huma.Register(a, op("read-import", http.MethodGet, "/{number}", "An import, with its progress"), h.read)
	part := op("upload-import", http.MethodPut, "/{number}/file", "Upload a part of the file; with the last one it is looked at")
	part.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	huma.Register(a, part, h.part)
	huma.Register(a, op("read-import-sheet", http.MethodGet, "/{number}/sheet", "What the file's beginning has, and what the mapping makes of it"), h.sheet)
	huma.Register(a, op("set-import-mapping", http.MethodPut, "/{number}/mapping", "Say what the columns are, and see what becomes of the first rows"), h.setMapping)
	huma.Register(a, op("check-import", http.MethodPost, "/{number}/check", "Go through the whole file and write nothing"), h.act(d.checkNow))
	huma.Register(a, op("start-import", http.MethodPost, "/{number}/start", "Import the file, or go on with it"), h.start)
	huma.Register(a, op("pause-import", http.MethodPost, "/{number}/pause", "Stop, to go on later"), h.act(d.pauseNow))
	huma.Register(a, op("cancel-import", http.MethodPost, "/{number}/cancel", "Stop for good; what was written stays"), h.act(d.cancelNow))
	huma.Register(a, op("trace-import", http.MethodGet, "/{number}/undo", "What taking the import back would touch"), h.trace)
	huma.Register(a, op("undo-import", http.MethodPost, "/{number}/undo", "Take the import back"), h.act(d.undoNow))
	huma.Register(a, op("repeat-import", http.MethodPost, "/{number}/again", "Make a new import of the same file"), h.again)
	huma.Register(a, op("list-import-errors", http.MethodGet, "/{number}/errors.csv", "The bad rows, each with its reason, as CSV"), h.errors)
	huma.Register(a, op("delete-import", http.MethodDelete, "/{number}", "Delete a file that was never imported"), h.delete)
}

// The desk's verbs, to be registered when there is no desk, as the API's
// description is made.
func (d *Desk) checkNow(ctx context.Context, i *Import) error  { return d.StartCheck(ctx, i) }
func (d *Desk) pauseNow(ctx context.Context, i *Import) error  { return d.Pause(ctx, i) }
func (d *Desk) cancelNow(ctx context.Context, i *Import) error { return d.Cancel(ctx, i) }
func (d *Desk) undoNow(ctx context.Context, i *Import) error   { return d.Undo(ctx, i) }

type handlers struct {
	desk *Desk
	find Find
}

// InWorkspace names a workspace.
type InWorkspace struct {
	Workspace string `header:"X-Kith-Workspace" doc:"Slug; may be left out when there is only one"`
}

// InImport names an import of a workspace.
type InImport struct {
	InWorkspace
	Number int64 `path:"number" minimum:"1"`
}

type viewed struct{ Body View }

// in returns the workspace and the import that a request is about.
func (h handlers) in(ctx context.Context, in *InImport) (*Space, *Import, error) {
	space, err := h.space(ctx, in.Workspace)
	if err != nil {
		return nil, nil, err
	}
	i, err := h.desk.o.Store.Get(ctx, space.ID, in.Number)
	return space, i, err
}

func (h handlers) space(ctx context.Context, slug string) (*Space, error) {
	space, err := h.find(ctx, slug)
	if err != nil {
		return nil, err
	}
	return space, auth.Allow(ctx, uint32(space.ID), auth.Operate) // as the operations declare, and for callers beside HTTP
}

// look is what reading a file needs to know of the workspace.
func (h handlers) look(ctx context.Context, space *Space) LookOptions {
	return LookOptions{
		Zone: space.Zone, Now: h.desk.o.Now,
		Known: func(property string) bool {
			_, known := space.Names().Properties.Find(property)
			return known
		},
		Recall: func(header string) (*Mapping, string) {
			r, err := h.desk.o.Store.Recipe(ctx, space.ID, header)
			if err != nil || r == nil {
				return nil, ""
			}
			return read[Mapping](r.Mapping), r.Name
		},
	}
}

// Page is a page of imports.
type Page struct {
	Imports []View `json:"imports"`
	Next    int64  `json:"next,omitempty" doc:"Ask again with before set to this; absent on the last page"`
	Limit   int64  `json:"limit" doc:"Bytes that a file may have"`
	Days    int    `json:"days" doc:"Files are removed so long after they were last touched"`
}

func (h handlers) list(ctx context.Context, in *struct {
	InWorkspace
	Before int64 `query:"before" minimum:"0" doc:"next of the page before"`
	Count  int   `query:"count" minimum:"1" maximum:"200" default:"50"`
}) (*struct{ Body Page }, error) {
	space, err := h.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	all, err := h.desk.o.Store.List(ctx, space.ID, in.Before, in.Count+1)
	if err != nil {
		return nil, err
	}
	out := Page{Imports: []View{}, Limit: h.desk.o.MaxBytes, Days: int(h.desk.o.Keep.Hours() / 24)}
	for k := range all[:min(len(all), in.Count)] {
		out.Imports = append(out.Imports, h.desk.View(&all[k]))
	}
	if len(all) > in.Count {
		out.Next = all[in.Count-1].Number
	}
	return &struct{ Body Page }{out}, nil
}

func (h handlers) create(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Name string `json:"name" minLength:"1" doc:"Of the file"`
		Size int64  `json:"size" doc:"Bytes"`
	}
}) (*viewed, error) {
	space, err := h.space(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	i, err := h.desk.Create(ctx, space.ID, NewUpload{in.Body.Name, in.Body.Size}, auth.From(ctx).Operator)
	if err != nil {
		return nil, err
	}
	return &viewed{h.desk.View(i)}, nil
}

func (h handlers) read(ctx context.Context, in *InImport) (*viewed, error) {
	_, i, err := h.in(ctx, in)
	if err != nil {
		return nil, err
	}
	return &viewed{h.desk.View(i)}, nil
}

// inPart takes the body as a stream: a part is never in memory as a whole.
type inPart struct {
	InImport
	Offset int64 `query:"offset" minimum:"0" doc:"Bytes before this part; what received says"`
	body   io.Reader
}

// Resolve implements huma.Resolver.
func (in *inPart) Resolve(ctx huma.Context) []error {
	in.body = ctx.BodyReader()
	return nil
}

func (h handlers) part(ctx context.Context, in *inPart) (*viewed, error) {
	space, i, err := h.in(ctx, &in.InImport)
	if err != nil {
		return nil, err
	}
	if err := h.desk.Receive(ctx, i, in.Offset, in.body, h.look(ctx, space)); err != nil {
		return nil, err
	}
	return &viewed{h.desk.View(i)}, nil
}

func (h handlers) sheet(ctx context.Context, in *InImport) (*struct{ Body *Sheet }, error) {
	space, i, err := h.in(ctx, in)
	if err != nil {
		return nil, err
	}
	sheet, err := h.desk.Sheet(ctx, i, h.look(ctx, space))
	return sheetOf(space, sheet), err
}

func (h handlers) setMapping(ctx context.Context, in *struct {
	InImport
	Body Mapping
}) (*struct{ Body *Sheet }, error) {
	space, i, err := h.in(ctx, &in.InImport)
	if err != nil {
		return nil, err
	}
	sheet, err := h.desk.SetMapping(ctx, i, in.Body, h.look(ctx, space))
	return sheetOf(space, sheet), err
}

// sheetOf adds who of a sheet's events is known.
func sheetOf(space *Space, s *Sheet) *struct{ Body *Sheet } {
	if s != nil && s.Draft != nil {
		for k := range s.Draft.Events {
			e := &s.Draft.Events[k]
			e.Known = space.Knows(e.UserID, e.AnonymousID)
		}
	}
	return &struct{ Body *Sheet }{s}
}

func (h handlers) start(ctx context.Context, in *struct {
	InImport
	Body struct {
		Force  bool `json:"force,omitempty" doc:"Take the good rows although most are bad"`
		Again  bool `json:"again,omitempty" doc:"Although this file was imported before; nothing is doubled"`
		Recipe bool `json:"recipe,omitempty" doc:"Remember the mapping for files with the same header"`
	}
}) (*viewed, error) {
	_, i, err := h.in(ctx, &in.InImport)
	if err != nil {
		return nil, err
	}
	if err := h.desk.Start(ctx, i, StartOptions{Force: in.Body.Force, Again: in.Body.Again, Recipe: in.Body.Recipe}); err != nil {
		return nil, err
	}
	return &viewed{h.desk.View(i)}, nil
}

// act is an operation without a body that leaves the import in another state.
func (h handlers) act(do func(context.Context, *Import) error) func(context.Context, *InImport) (*viewed, error) {
	return func(ctx context.Context, in *InImport) (*viewed, error) {
		_, i, err := h.in(ctx, in)
		if err != nil {
			return nil, err
		}
		if err := do(ctx, i); err != nil {
			return nil, err
		}
		return &viewed{h.desk.View(i)}, nil
	}
}

func (h handlers) trace(ctx context.Context, in *InImport) (*struct{ Body ingest.Trace }, error) {
	_, i, err := h.in(ctx, in)
	if err != nil {
		return nil, err
	}
	t, err := h.desk.Trace(ctx, i)
	return &struct{ Body ingest.Trace }{t}, err
}

func (h handlers) again(ctx context.Context, in *InImport) (*viewed, error) {
	_, i, err := h.in(ctx, in)
	if err != nil {
		return nil, err
	}
	next, err := h.desk.Again(ctx, i, auth.From(ctx).Operator)
	if err != nil {
		return nil, err
	}
	return &viewed{h.desk.View(next)}, nil
}

func (h handlers) errors(ctx context.Context, in *InImport) (*huma.StreamResponse, error) {
	_, i, err := h.in(ctx, in)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(h.desk.errorsPath(i))
	if err != nil {
		return nil, &kith.Error{Code: kith.NotFound, Message: "there is no list of bad rows", Hint: "either none was bad, or the list has been removed with the file", Err: err}
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		defer file.Close()
		out.SetHeader("Content-Type", "text/csv; charset=utf-8")
		out.SetHeader("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(i.Name+".errors.csv"))
		_, _ = io.WriteString(out.BodyWriter(), "\ufeff") // spreadsheets then read it as UTF-8
		_, _ = io.Copy(out.BodyWriter(), file)
	}}, nil
}

func (h handlers) delete(ctx context.Context, in *InImport) (*struct{}, error) {
	_, i, err := h.in(ctx, in)
	if err != nil {
		return nil, err
	}
	return nil, h.desk.Delete(ctx, i)
}
