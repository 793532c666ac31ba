package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"kith/internal/platform/auth"
	"kith/internal/understand/insight"
)

func askCommand(p *place) *cobra.Command {
	return &cobra.Command{
		Use:   "ask FILE",
		Short: "Answer the question in a JSON file (- for standard input)",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			text, err := readFile(args[0])
			if err != nil {
				return err
			}
			q, err := insight.Parse(text)
			if err != nil {
				return err
			}
			answer, err := p.ask(c.Context(), q)
			if err != nil {
				return err
			}
			out := json.NewEncoder(c.OutOrStdout())
			out.SetIndent("", "  ")
			return out.Encode(answer)
		},
	}
}

func readFile(name string) ([]byte, error) {
	in := io.Reader(os.Stdin)
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(io.LimitReader(in, insight.MaxQuestionSize+1))
}

// ask goes to the server that has the data folder; when none runs, it opens
// the folder itself and answers when everything in the log has been read.
func (p *place) ask(ctx context.Context, q insight.Question) (*insight.Answer, error) {
	if c := p.client(ctx); c != nil {
		var answer insight.Answer
		return &answer, c.call(ctx, http.MethodPost, "/api/v1/questions", q, &answer)
	}
	var answer *insight.Answer
	err := p.during(ctx, func(ctx context.Context, h *house) error {
		space, w, err := h.space(auth.With(ctx, auth.Caller{Kind: auth.ByLocal}), p.workspace)
		if err != nil {
			return err
		}
		if err := space.CatchUp(ctx); err != nil {
			return err
		}
		asker := insight.Asker{Store: space, Zone: w.Zone, Now: time.Now, Aliases: h.aliases(w.ID), Names: space.Names()}
		answer, err = asker.Ask(ctx, q)
		return err
	})
	return answer, err
}
