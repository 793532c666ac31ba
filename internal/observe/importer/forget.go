package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kith/internal/kith"
	"kith/internal/platform/db"
)

// Forget removes uploads and error reports that hold one of some texts, or are
// packed so that it cannot be told, and takes the texts out of what was noted
// of imports. It returns how many files and notes went. While an import of the
// workspace is under way it refuses: try again when that is over.
func (d *Desk) Forget(ctx context.Context, workspace int64, texts []string) (gone int64, err error) {
	all, err := d.o.Store.In(ctx, Uploading, Refused, Drafted, Checked, Queued, Running, Paused, Failed, Cancelled, Done, Undoing, Undone, Interrupted)
	if err != nil {
		return 0, err
	}
	for k := range all {
		i := &all[k]
		if i.Workspace != workspace {
			continue
		}
		holds, err := holdsAny(ctx, d.folder(i), texts)
		if err != nil {
			return gone, fmt.Errorf("search the files of import %d: %w", i.Number, err)
		}
		if !holds {
			continue
		}
		if i.in(Checked, Queued, Running, Undoing) || !d.fill(i) {
			return gone, &kith.Error{Code: kith.Unavailable, Retry: true, Message: fmt.Sprintf("import %d is under way, and its file may hold the person", i.Number)}
		}
		err = d.expire(ctx, i)
		d.filled(i)
		if err != nil {
			return gone, fmt.Errorf("remove the file of import %d: %w", i.Number, err)
		}
		gone++
	}
	notes, err := d.o.Store.db.Redact(ctx, "imports", workspace, []string{"name", "mapping", "guess", "checked", "failure"}, texts)
	return gone + notes, err
}

func holdsAny(ctx context.Context, dir string, texts []string) (bool, error) {
	found := make([]bool, len(texts))
	packed := false
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		begin := make([]byte, 4)
		n, _ := io.ReadFull(f, begin)
		for _, magic := range []string{"\x1f\x8b", "PK", "PAR1", "\x28\xb5\x2f\xfd"} {
			packed = packed || bytes.HasPrefix(begin[:n], []byte(magic))
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		return db.Search(ctx, f, texts, found)
	})
	for _, is := range found {
		packed = packed || is
	}
	return packed, err
}
