package quarantine

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

// Forget removes entries that hold one of some texts as a whole word, and
// returns how many it removed.
func (s *Store) Forget(ctx context.Context, workspace int64, texts []string) (removed int64, err error) {
	const atOnce = 200
	at := Position{}
	for first := true; ; first = false {
		var rows []row
		q := s.db.NewSelect().Model(&rows).Where("workspace = ?", workspace).OrderExpr("log_seq, idx").Limit(atOnce)
		if !first {
			q.Where("(log_seq, idx) > (?, ?)", int64(at.LogSeq), at.Index)
		}
		if err := q.Scan(ctx); err != nil {
			return removed, fmt.Errorf("look through quarantine: %w", err)
		}
		for i := range rows {
			r := &rows[i]
			at = Position{LogSeq: uint64(r.LogSeq), Index: int(r.Idx)}
			if !r.mentions(texts) {
				continue
			}
			n, err := s.db.Exec(ctx, "DELETE FROM quarantine WHERE workspace = ? AND log_seq = ? AND idx = ?", workspace, r.LogSeq, r.Idx)
			if err != nil {
				return removed, fmt.Errorf("remove from quarantine: %w", err)
			}
			removed += n
		}
		if len(rows) < atOnce {
			return removed, nil
		}
	}
}

func (r *row) mentions(texts []string) bool {
	for _, in := range [][]byte{r.Raw, []byte(r.Detail), []byte(r.Name), []byte(r.MessageID)} {
		for _, text := range texts {
			if hasWord(in, text) {
				return true
			}
		}
	}
	return false
}

// hasWord finds a text that is not a part of a longer word or number.
func hasWord(in []byte, text string) bool {
	if text == "" {
		return false
	}
	for from := 0; ; {
		i := bytes.Index(in[from:], []byte(text))
		if i < 0 {
			return false
		}
		i += from
		end := i + len(text)
		if (i == 0 || !inWord(in[i-1])) && (end == len(in) || !inWord(in[end])) {
			return true
		}
		from = i + 1
	}
}

func inWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("_-.", c) >= 0
}
