package insight

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kith/internal/platform/auth"
)

// ExportRequest asks for an answer as a file.
type ExportRequest struct {
	Question Question `json:"question"`
	Language string   `json:"language,omitempty" enum:"zh,en" doc:"Of the head and the definition; en when absent"`
	Name     string   `json:"name,omitempty" maxLength:"120" doc:"Of the file, without .csv"`
}

func exportOperation() huma.Operation {
	return huma.Operation{
		OperationID: "export-answer", Method: http.MethodPost, Path: "/api/v1/questions/export", Tags: []string{"questions"},
		Summary: "Ask a question and get its answer as CSV", MaxBodyBytes: MaxQuestionSize, Extensions: auth.Needs(auth.Analyse),
		Responses: map[string]*huma.Response{"200": {Description: "The table, after its definition, range, zone and moment",
			Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}},
	}
}

func (h handlers) export(ctx context.Context, in *struct {
	InWorkspace
	Body ExportRequest
}) (*huma.StreamResponse, error) {
	w, err := h.find(ctx, in.Workspace)
	if err != nil {
		return nil, err
	}
	a, err := w.Asker.Ask(ctx, in.Body.Question)
	if err != nil {
		return nil, err
	}
	name := in.Body.Name
	if name == "" {
		name = a.Kind
	}
	name += " " + a.AsOf.Format(time.DateOnly) + ".csv"
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/csv; charset=utf-8")
		c.SetHeader("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
		// The answer is whole by now; what fails is the way to the reader.
		_ = a.WriteCSV(c.BodyWriter(), in.Body.Language)
	}}, nil
}
