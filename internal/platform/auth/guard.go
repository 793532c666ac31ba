package auth

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// rightKey is where an operation of the OpenAPI document says its right.
const rightKey = "x-right"

// Needs declares an operation's right: Extensions: auth.Needs(auth.View). It
// stands in the OpenAPI document, where people and the console read it, and
// [Guard] enforces it before the request's content is looked at.
func Needs(right Right) map[string]any { return map[string]any{rightKey: string(right)} }

// Needed returns the right that an operation declares, if it does.
func Needed(op *huma.Operation) (Right, bool) {
	text, _ := op.Extensions[rightKey].(string)
	right := Right(text)
	return right, right.known()
}

// WorkspaceHeader says which workspace a request is about, by slug.
const WorkspaceHeader = "X-Kith-Workspace"

// Find returns the workspace that a request is about.
type Find func(r huma.Context) (uint32, error)

// Guard enforces what every operation declares, in the workspace that find
// says. Operations registered before it are not guarded. One that declares
// nothing is for those who manage: forgetting must not open a door.
func Guard(a huma.API, find Find) {
	a.UseMiddleware(func(r huma.Context, next func(huma.Context)) {
		if err := allowed(r, find); err != nil {
			_ = huma.WriteErr(a, r, http.StatusForbidden, "", err)
			return
		}
		next(r)
	})
}

func allowed(r huma.Context, find Find) error {
	op := r.Operation()
	right, ok := Needed(op)
	if !ok {
		right = Manage
	}
	c := From(r.Context())
	switch {
	case right == Anyone:
		return nil
	case c.Kind == "":
		return errSignIn()
	case right == Self:
		return nil
	case !inWorkspace(op):
		return c.somewhere(right)
	}
	workspace, err := find(r)
	if err != nil {
		return err
	}
	return Allow(r.Context(), workspace, right)
}

// inWorkspace reports whether an operation is about one workspace, by its path
// or the header. Others are about all that the caller belongs to.
func inWorkspace(op *huma.Operation) bool {
	return slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool {
		return p.In == "header" && p.Name == WorkspaceHeader || p.In == "path" && (p.Name == "workspace" || p.Name == "source")
	})
}
