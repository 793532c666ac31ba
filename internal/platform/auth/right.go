package auth

import "context"

// Right is something that only some roles may do in a workspace.
type Right string

const (
	View      Right = "view"      // see pages, ask questions, see who is behind a number
	Analyse   Right = "analyse"   // save insights and dashboards, export
	Query     Right = "query"     // SQL over events and people
	Operate   Right = "operate"   // import files, replay quarantine, keep the catalogue
	Integrate Right = "integrate" // sources, write keys, API tokens
	Manage    Right = "manage"    // operators, roles, the workspace's settings
)

// Allow refuses callers who may not do such a thing in a workspace; 0 stands
// for what concerns all of them.
func Allow(ctx context.Context, workspace uint32, right Right) error {
	return May(ctx, workspace)
}
