package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"kith/internal/kith"
	"kith/internal/observe/importer"
	"kith/internal/observe/ingest"
	"kith/internal/platform/auth"
)

// importRequest is what an import needs, wherever it runs.
type importRequest struct {
	Workspace string           `json:"workspace"`
	File      string           `json:"file"`
	Mapping   importer.Mapping `json:"mapping"`
	Report    string           `json:"report"`
	Force     bool             `json:"force"`
	Again     bool             `json:"again"`
}

func importCommand(p *place) *cobra.Command {
	var f importFlags
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "Import events from CSV, JSON Lines or Parquet, also gzipped",
		Long: `Import events from CSV, JSON Lines or Parquet, also gzipped.

What the columns are is said by flags, by --mapping FILE (YAML), or guessed from
the header; flags go first. --dry-run shows what would come of it.
Interrupted, run it again: it goes on, and nothing is doubled.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			file, err := filepath.Abs(args[0])
			if err != nil {
				return err
			}
			m, err := f.mapping(c.Context(), file, c.ErrOrStderr())
			if err != nil {
				return err
			}
			if f.dry {
				return preview(c.Context(), c.OutOrStdout(), file, m)
			}
			return p.importFile(c, importRequest{Workspace: p.workspace, File: file, Mapping: m, Report: f.report, Force: f.force, Again: f.again})
		},
	}
	f.register(c)
	return c
}

// importFlags are the mapping by flags, and how to go about it.
type importFlags struct {
	file, report      string
	dry, force, again bool
	m                 importer.Mapping
	where             []string
}

func (f *importFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.file, "mapping", "", "YAML file that says what the columns are")
	flags.BoolVar(&f.dry, "dry-run", false, "write nothing; show the first events and the problems")
	flags.StringVar(&f.report, "report", "", "where to list bad rows; FILE.errors.csv when empty")
	flags.BoolVar(&f.force, "force", false, "go on when most rows are bad")
	flags.BoolVar(&f.again, "again", false, "run although this file was imported before; its rows are still not doubled")
	flags.StringVar(&f.m.Format, "format", "", "csv, jsonl or parquet; guessed when empty")
	flags.StringVar(&f.m.Delimiter, "delimiter", "", "of CSV; guessed when empty")
	flags.StringVar(&f.m.Event, "event", "", "name of every event")
	flags.StringVar(&f.m.EventColumn, "event-column", "", "column with the event's name")
	flags.StringVar(&f.m.Time, "time", "", "column with the time")
	flags.StringVar(&f.m.TimeFormat, "time-format", "", "iso, unix, unix_ms, unix_us or a Go layout; guessed when empty")
	flags.StringVar(&f.m.Zone, "zone", "", "IANA zone of times that name none; the workspace's when empty")
	flags.StringToStringVar(&f.m.EventNames, "event-name", nil, "value=event of the event column; 'value=' leaves such rows out")
	flags.StringVar(&f.m.OrUserID, "or-user-id", "", "column with the user id where that one is empty")
	flags.StringSliceVar(&f.m.Lenient, "lenient", nil, "properties left out where they cannot be read as their type")
	flags.StringVar(&f.m.UserID, "user-id", "", "column with the user id")
	flags.StringVar(&f.m.AnonymousID, "anonymous-id", "", "column with the anonymous id")
	flags.StringSliceVar(&f.m.ID, "id", nil, "columns that identify a row for good")
	flags.StringToStringVar(&f.m.Properties, "property", nil, "property=column; all other columns when none is given")
	flags.StringToStringVar(&f.m.Types, "type", nil, "property=text|number|boolean|json")
	flags.StringSliceVar(&f.m.Group, "group", nil, "columns whose equal rows become one event")
	flags.StringToStringVar(&f.m.Sum, "sum", nil, "property=column or property=a*b, added up over a group")
	flags.StringVar(&f.m.Lines, "lines", "", "property that lists a group's rows")
	flags.StringArrayVar(&f.where, "where", nil, "row filter: 'column op value' with eq ne gt gte lt lte starts_with not_starts_with, or 'column set'")
}

// mapping puts flags, file and guess together, in this order.
func (f *importFlags) mapping(ctx context.Context, file string, w io.Writer) (importer.Mapping, error) {
	m := f.m
	if f.file != "" {
		text, err := os.ReadFile(f.file)
		if err != nil {
			return m, err
		}
		read, err := importer.ParseMapping(text)
		if err != nil {
			return m, err
		}
		m = over(read, f.m)
	}
	for _, text := range f.where {
		parts := strings.SplitN(text, " ", 3)
		if len(parts) < 2 {
			return m, &kith.Error{Code: kith.Invalid, Field: "--where", Message: fmt.Sprintf("%q is not 'column op value'", text)}
		}
		rule := importer.Rule{Column: parts[0], Op: parts[1]}
		if len(parts) == 3 {
			rule.Value = parts[2]
		}
		m.Where = append(m.Where, rule)
	}
	if m.Time != "" && (m.Event != "" || m.EventColumn != "") && (m.UserID != "" || m.AnonymousID != "") {
		return m, nil
	}
	in, err := importer.File(file)
	if err != nil {
		return m, err
	}
	guess, err := importer.Guess(ctx, in)
	if err != nil {
		return m, err
	}
	for _, why := range guess.Why {
		fmt.Fprintf(w, "guessed %-16s %-20s %s\n", why.Part, why.Column, why.Why)
	}
	if m.Event != "" {
		guess.Mapping.EventColumn = ""
	}
	return over(guess.Mapping, m), nil
}

// over lays what the upper mapping says over the lower one, by their JSON.
func over(lower, upper importer.Mapping) importer.Mapping {
	text, err := json.Marshal(upper)
	if err != nil {
		panic(err) // texts and lists of texts
	}
	keep, lines := lower.Properties, lower.LineColumns
	if err := json.Unmarshal(text, &lower); err != nil {
		panic(err)
	}
	if upper.Properties == nil {
		lower.Properties = keep
	}
	if upper.LineColumns == nil {
		lower.LineColumns = lines
	}
	if len(upper.Group) > 0 && len(upper.ID) == 0 {
		lower.ID = nil // a group is known by its own columns
	}
	return lower
}

func preview(ctx context.Context, w io.Writer, file string, m importer.Mapping) error {
	in, err := importer.File(file)
	if err != nil {
		return err
	}
	d, err := importer.Preview(ctx, in, m, 5)
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "COLUMN\tTYPE\tFILLED\tVALUES\tEXAMPLES")
	for _, c := range d.Columns {
		fmt.Fprintf(t, "%s\t%s\t%.0f %%\t%d\t%s\n", c.Name, c.Type, 100*c.Filled, c.Distinct, strings.Join(c.Examples, " | "))
	}
	fmt.Fprintln(t, "\nEVENT\tPERSON\tTIME\tPROPERTIES")
	for _, e := range d.Events {
		props, err := json.Marshal(e.Properties)
		if err != nil {
			return err
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%.120s\n", e.Event, e.UserID+e.AnonymousID, e.Time.Format("2006-01-02 15:04:05"), props)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	of := "the first rows"
	if d.Whole {
		of = "all rows"
	}
	fmt.Fprintf(w, "\nOf %s: %d rows make %d events; %d skipped, %d repeated, %d bad.\n", of, d.Rows, d.Made, d.Skipped, d.Repeated, d.Bad)
	for _, p := range d.Problems {
		fmt.Fprintf(w, "  %d × %s: %s → %s (rows %v: %s)\n", p.Count, p.Reason, p.Wrong, p.Instead, p.Rows, p.Example)
	}
	return nil
}

func (p *place) importFile(c *cobra.Command, in importRequest) error {
	p.makes = p.workspace == firstWorkspace
	if in.Report == "" {
		in.Report = in.File + ".errors.csv"
	}
	report, err := filepath.Abs(in.Report)
	if err != nil {
		return err
	}
	in.Report = report
	draw := importer.Bar(c.ErrOrStderr())
	result, err := run(c.Context(), p, "import", in, importJob, func(text json.RawMessage) {
		var progress importer.Progress
		if json.Unmarshal(text, &progress) == nil {
			draw(progress)
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout(), result.String())
	if result.Bad > 0 {
		fmt.Fprintln(c.OutOrStdout(), "bad rows, each with its reason:", in.Report)
	}
	return nil
}

// importJob runs where the data folder is open.
func importJob(ctx context.Context, h *house, in importRequest, progress func(any)) (result importer.Result, err error) {
	space, w, err := h.space(auth.With(ctx, auth.Caller{Kind: auth.ByLocal}), in.Workspace)
	if err != nil {
		return result, err
	}
	source, err := h.source(ctx, w.Slug, "import")
	if err != nil {
		return result, err
	}
	file, err := importer.File(in.File)
	if err != nil {
		return result, err
	}
	in.Mapping.Zone = cmp.Or(in.Mapping.Zone, w.Zone)
	report := importer.NewBadRows(in.Report)
	defer func() { err = errors.Join(err, report.Close()) }()
	to := importer.To{Workspace: int64(w.ID), Source: source.ID, Sink: space, MID: ingest.MID}
	result, err = importer.Run(ctx, file, in.Mapping, to, importer.Options{
		Progress: func(p importer.Progress) { progress(p) }, Report: report,
		State: importer.NewStore(h.db), Force: in.Force, Again: in.Again,
	})
	if err != nil {
		return result, err
	}
	return result, space.CatchUp(ctx)
}
