package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"kith/internal/kith"
	"kith/internal/platform/auth"
	"kith/internal/understand/query"
)

// findSQL gives SQL what it needs of a workspace.
func (h *house) findSQL(ctx context.Context, slug string) (*query.Space, error) {
	space, w, err := h.space(ctx, slug)
	if err != nil {
		return nil, err
	}
	names := map[uint32]string{}
	for _, s := range h.workspaces.Sources(w.ID) {
		names[s.ID] = s.Name
	}
	return &query.Space{ID: w.ID, Zone: w.Zone, Sources: names, Table: space.Table, CatchUp: space.CatchUp}, nil
}

func (h *house) sqlRoom() query.Room {
	return query.Room{Desk: query.NewDesk(query.Limits{}, time.Now), Store: query.NewStore(h.db, time.Now), Find: h.findSQL}
}

func sqlCommand(p *place) *cobra.Command {
	form := ""
	c := &cobra.Command{
		Use:   "sql FILE",
		Short: "Answer the SQL in a file (- for standard input): tables events, persons, ids",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if form != "table" && form != "json" && form != "csv" {
				return &kith.Error{Code: kith.Invalid, Field: "--format", Message: form + " is not a format", Hint: "use table, json or csv"}
			}
			text, err := readFile(args[0])
			if err != nil {
				return err
			}
			if form == "csv" {
				return p.exportSQL(c.Context(), string(text), c.OutOrStdout())
			}
			answer, err := p.sql(c.Context(), string(text))
			if err != nil {
				return err
			}
			if form == "json" {
				out := json.NewEncoder(c.OutOrStdout())
				return out.Encode(answer)
			}
			return printSQL(c.OutOrStdout(), answer)
		},
	}
	c.Flags().StringVar(&form, "format", "table", "table, json, or csv (which gives more rows)")
	return c
}

// sql goes to the server that has the data folder, or opens the folder.
func (p *place) sql(ctx context.Context, text string) (*query.Answer, error) {
	if c := p.client(ctx); c != nil {
		var answer query.Answer
		return &answer, c.call(ctx, http.MethodPost, "/api/v1/sql", query.Statement{SQL: text}, &answer)
	}
	var answer *query.Answer
	err := p.withSQL(ctx, func(ctx context.Context, desk *query.Desk, space *query.Space) (err error) {
		answer, err = desk.Ask(ctx, space, text)
		return err
	})
	return answer, err
}

func (p *place) exportSQL(ctx context.Context, text string, to io.Writer) error {
	if c := p.client(ctx); c != nil {
		return c.download(ctx, "/api/v1/sql/export", query.Statement{SQL: text}, to)
	}
	return p.withSQL(ctx, func(ctx context.Context, desk *query.Desk, space *query.Space) error {
		more, err := desk.Export(ctx, space, text, func() func([]byte) error {
			return func(b []byte) error { _, err := to.Write(b); return err }
		})
		warnCut(more)
		return err
	})
}

// warnCut is on standard error: standard output is the file.
func warnCut(more bool) {
	if more {
		fmt.Fprintln(os.Stderr, "kith: there are more rows than are given")
	}
}

func (p *place) withSQL(ctx context.Context, do func(context.Context, *query.Desk, *query.Space) error) error {
	return p.during(ctx, func(ctx context.Context, h *house) error {
		ctx = auth.With(ctx, auth.Caller{Kind: auth.ByLocal})
		space, err := h.findSQL(ctx, p.workspace)
		if err != nil {
			return err
		}
		if err := space.CatchUp(ctx); err != nil {
			return err
		}
		return do(ctx, h.sqlRoom().Desk, space)
	})
}

func printSQL(to io.Writer, a *query.Answer) error {
	var rows [][]any
	if err := json.Unmarshal(a.Rows, &rows); err != nil {
		return err
	}
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, c := range a.Columns {
		fmt.Fprint(w, c.Name, "\t")
	}
	fmt.Fprintln(w)
	for _, row := range rows {
		for _, v := range row {
			text, isText := v.(string)
			if !isText {
				raw, _ := json.Marshal(v)
				text = string(raw)
			}
			fmt.Fprint(w, text, "\t")
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(to, "%d rows in %.0f ms, as of %s\n", a.Count, a.Cost.Millis, a.AsOf.Format(time.RFC3339))
	warnCut(a.More)
	return err
}
