package main

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"kith/internal/observe/catalogue"
	"kith/internal/observe/channel"
	"kith/internal/observe/importer"
	"kith/internal/observe/link"
	"kith/internal/observe/live"
	"kith/internal/observe/plan"
	"kith/internal/observe/quarantine"
	"kith/internal/observe/source"
	"kith/internal/observe/table"
	"kith/internal/platform/api"
	"kith/internal/platform/auth"
	"kith/internal/platform/workspace"
	"kith/internal/protect/privacy"
	"kith/internal/understand/dashboard"
	"kith/internal/understand/dashboard/schedule"
	"kith/internal/understand/insight"
	"kith/internal/understand/people"
	"kith/internal/understand/query"
	"kith/internal/understand/saved"
)

func openapiCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "openapi",
		Short: "Print the API's OpenAPI 3.1 document",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, a := api.New("Kith", "1")
			auth.Routes(a, &auth.Auth{})
			workspace.Routes(a, &workspace.Store{}, nil)
			insight.Routes(a, nil)
			quarantine.Routes(a, nil, nil, nil)
			link.Routes(a, nil, nil, nil)
			channel.Routes(a, nil, nil)
			table.Routes(a, nil, nil)
			saved.Routes(a, nil, nil, nil)
			dashboard.Routes(a, &dashboard.Room{})
			schedule.Routes(a, &schedule.Room{})
			catalogue.Routes(a, nil, nil)
			plan.Routes(a, nil, nil, nil)
			live.Routes(a, nil, nil)
			source.Routes(a, nil, nil)
			people.Routes(a, nil, nil)
			importer.Routes(a, nil, nil)
			query.Routes(a, query.Room{})
			privacy.Routes(a, nil, nil)
			operations(a, &house{})
			out := json.NewEncoder(c.OutOrStdout())
			out.SetIndent("", "  ")
			return out.Encode(a.OpenAPI())
		},
	}
}
