package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"kith/internal/kith"
	"kith/internal/platform/bus"
)

// NewUpload announces a file.
type NewUpload struct {
	Name string
	Size int64
}

// maxUnfinished bounds the uploads and drafts that lie about in a workspace.
const maxUnfinished = 100

// Create makes an import whose file is to follow.
func (d *Desk) Create(ctx context.Context, workspace int64, in NewUpload, operator uint32) (*Import, error) {
	name := strings.TrimSpace(filepath.Base(strings.ReplaceAll(in.Name, "\\", "/")))
	switch {
	case name == "" || name == "." || name == "/" || !utf8.ValidString(name):
		return nil, invalid("name", "the file needs a name", "")
	case len([]rune(name)) > 200:
		return nil, invalid("name", "the file's name has more than 200 characters", "rename it")
	case in.Size <= 0:
		return nil, refused(FileEmpty, name+" is empty", "export it again, and look into it before you bring it here")
	case in.Size > d.o.MaxBytes:
		return nil, &Refusal{FileTooLarge, &kith.Error{Code: kith.TooLarge, Field: "size", Message: fmt.Sprintf("the file has %d MB; %d MB may be uploaded", in.Size>>20, d.o.MaxBytes>>20),
			Hint: "pack it with gzip, split it, or bring it in on the server: kith import FILE has no such bound"}}
	}
	if err := d.room(in.Size); err != nil {
		return nil, err
	}
	unfinished, err := d.o.Store.In(ctx, Uploading, Drafted)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, i := range unfinished {
		if i.Workspace == workspace {
			n++
		}
	}
	if n >= maxUnfinished {
		return nil, &kith.Error{Code: kith.TooMany, Message: fmt.Sprintf("%d files wait to be imported already", n), Hint: "import or delete some of them first"}
	}
	i := &Import{Workspace: workspace, Name: name, State: Uploading, Uploaded: 1, Size: in.Size, Operator: int64(operator), Created: d.now(), Updated: d.now()}
	return i, d.o.Store.Create(ctx, i)
}

func (d *Desk) room(more int64) error {
	if free := bus.FreeBytes(d.o.Dir); free-more < d.o.MinFree {
		return &kith.Error{Code: kith.Unavailable, Retry: true, Message: fmt.Sprintf("the server's disk has %d MB free, which is too little for this file", free>>20),
			Hint: "free some space on the disk of the data folder, then go on"}
	}
	return nil
}

func (d *Desk) folder(i *Import) string {
	return filepath.Join(d.o.Dir, "imports", strconv.FormatInt(i.Workspace, 10), strconv.FormatInt(i.Number, 10))
}

func (d *Desk) path(i *Import) string       { return filepath.Join(d.folder(i), "file") }
func (d *Desk) errorsPath(i *Import) string { return filepath.Join(d.folder(i), "errors.csv") }

// Receive appends a part of the file that begins at offset. A part that breaks
// off leaves what came of it: ask how much there is, and go on from there. With
// the last part the file is looked at.
func (d *Desk) Receive(ctx context.Context, i *Import, offset int64, body io.Reader, o LookOptions) error {
	if !d.fill(i) {
		return &kith.Error{Code: kith.Conflict, Retry: true, Message: "another part of this file is being received", Hint: "send the parts one after the other"}
	}
	defer d.filled(i)
	fresh, err := d.o.Store.Get(ctx, i.Workspace, i.Number)
	if err != nil {
		return err
	}
	*i = *fresh
	switch {
	case i.State != Uploading:
		return &kith.Error{Code: kith.Conflict, Message: "the file is here already", Hint: "make another import for another file"}
	case offset != i.Received:
		return &kith.Error{Code: kith.Conflict, Field: "offset", Retry: true, Message: fmt.Sprintf("%d bytes are here, the part begins at %d", i.Received, offset), Hint: "go on from where it ends"}
	}
	if err := d.room(i.Size - i.Received); err != nil {
		return err
	}
	n, err := d.append(i, body)
	i.Received += n
	if err == nil && i.Received == i.Size {
		return d.arrive(ctx, i, o)
	}
	return errors.Join(err, d.settle(ctx, i))
}

func (d *Desk) fill(i *Import) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.filling[i.at()] {
		return false
	}
	d.filling[i.at()] = true
	return true
}

func (d *Desk) filled(i *Import) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.filling, i.at())
}

// append writes the part and says how much of it is on disk.
func (d *Desk) append(i *Import, body io.Reader) (n int64, err error) {
	if err := os.MkdirAll(d.folder(i), 0o700); err != nil {
		return 0, fmt.Errorf("make the import's folder: %w", err)
	}
	f, err := os.OpenFile(d.path(i), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("open the import's file: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Truncate(i.Received); err != nil { // beyond it may be what a killed server had not noted
		return 0, fmt.Errorf("cut the import's file: %w", err)
	}
	if _, err := f.Seek(i.Received, io.SeekStart); err != nil {
		return 0, fmt.Errorf("seek in the import's file: %w", err)
	}
	left := i.Size - i.Received
	n, copied := io.Copy(f, io.LimitReader(body, left+1))
	if n > left {
		return 0, &kith.Error{Code: kith.Invalid, Field: "offset", Message: fmt.Sprintf("the file was said to have %d bytes and has more", i.Size), Hint: "it has changed since; begin again"}
	}
	if err := f.Sync(); err != nil {
		return 0, fmt.Errorf("write the import's file: %w", err)
	}
	if copied != nil {
		return n, &kith.Error{Code: kith.Unavailable, Retry: true, Message: "the upload broke off", Hint: "go on from where it ends", Err: copied}
	}
	return n, nil
}

// arrive looks at the whole file: it is drafted, or refused and removed.
func (d *Desk) arrive(ctx context.Context, i *Import, o LookOptions) error {
	in, err := d.source(i)
	if err != nil {
		return err
	}
	sheet, err := Look(ctx, in, nil, o)
	var e *kith.Error
	switch {
	case err == nil:
		i.State, i.Mapping, i.Guess = Drafted, textOf(sheet.Mapping), textOf(seen{sheet.Found, sheet.Recipe})
	case errors.As(err, &e) && e.Code == kith.Invalid:
		i.State, i.Failure, i.Uploaded = Refused, textOf(failureOf(err)), 2
		if err := os.RemoveAll(d.folder(i)); err != nil {
			return fmt.Errorf("remove a refused file: %w", err)
		}
	default:
		return errors.Join(err, d.settle(ctx, i))
	}
	return d.settle(ctx, i)
}

// sweep removes files that nobody has touched for long: drafts altogether, of
// imports what they were made of.
func (d *Desk) sweep(ctx context.Context) {
	all, err := d.o.Store.In(ctx, Uploading, Refused, Drafted, Paused, Failed, Cancelled, Done, Undone)
	if err != nil {
		d.o.Logger.Error("old imports were not removed", "error", err)
		return
	}
	before := d.o.Now().Add(-d.o.Keep).UnixMicro()
	for k := range all {
		i := &all[k]
		if i.Updated > before || i.State == Paused || i.Uploaded != 1 && i.State != Refused {
			continue
		}
		if err := d.expire(ctx, i); err != nil {
			d.o.Logger.Error("an old import was not removed", "number", i.Number, "error", err)
		}
	}
}

func (d *Desk) expire(ctx context.Context, i *Import) error {
	if err := os.RemoveAll(d.folder(i)); err != nil {
		return err
	}
	if i.Started == 0 {
		return d.o.Store.Delete(ctx, i)
	}
	i.Uploaded = 2
	return d.o.Store.Save(ctx, i)
}
