package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Stats say how much is in a record.
type Stats struct {
	Segments int       `json:"segments"`
	Rows     uint64    `json:"rows"`
	Bytes    int64     `json:"bytes" doc:"On disk, what is free to be used again included"`
	From     time.Time `json:"from" doc:"Of the earliest event; zero when there is none"`
	To       time.Time `json:"to" doc:"Of the latest event"`
	Arrived  time.Time `json:"arrived" doc:"When the last one arrived"`
}

// Stats takes a look.
func (r *Record) Stats(context.Context) (Stats, error) {
	segments := r.list()
	out := Stats{Segments: len(segments)}
	whole := union(0, segments)
	for _, s := range segments {
		whole.Rows -= s.hidden()
	}
	out.Rows = uint64(whole.Rows)
	if whole.Rows > 0 {
		out.From, out.To = time.UnixMicro(whole.TimeLo).UTC(), time.UnixMicro(whole.TimeHi).UTC()
		out.Arrived = time.UnixMicro(whole.ReceivedHi).UTC()
	}
	path := filepath.Join(r.opts.Dir, FileName)
	for _, name := range []string{path, path + walSuffix} {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return out, fmt.Errorf("measure the record: %w", err)
		}
		out.Bytes += info.Size()
	}
	return out, nil
}
