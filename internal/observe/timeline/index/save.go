package index

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
)

// Frozen is an index as of one row, to be saved when the record has come as far.
type Frozen struct {
	ix         *Index
	st         *state
	events     []string // names of then: later ones may never reach the record
	properties []string
}

// Freeze takes the state of now. It costs nothing but the memory of what is
// replaced while it is held.
func (ix *Index) Freeze() *Frozen {
	st := ix.state.Load()
	return &Frozen{ix: ix, st: st, events: ix.names.Events.All(), properties: ix.names.Properties.All()}
}

// Seq is the ordinal of the last row in it.
func (f *Frozen) Seq() uint64 { return f.st.seq }

// WorthSaving reports whether enough rows came since the last Save or Open that
// reading them again at a start would be felt: a sixteenth of all.
func (ix *Index) WorthSaving() bool {
	st, saved := ix.state.Load(), ix.saved.Load()
	return st.seq > saved && st.seq-saved >= st.seq/16
}

// Save writes events and ready columns to a file that Open reads; not merges,
// which the identity directory keeps. It blocks nobody. The file is whole and on
// disk when Save returns; on an error an older one stays as it was.
func (f *Frozen) Save(ctx context.Context, path string) error {
	f.ix.saving.Lock()
	defer f.ix.saving.Unlock()
	if err := f.save(ctx, path); err != nil {
		return fmt.Errorf("save the index to %s: %w", filepath.Base(path), err)
	}
	f.ix.saved.Store(f.st.seq)
	return nil
}

// Save freezes the index and saves it.
func (ix *Index) Save(ctx context.Context, path string) error { return ix.Freeze().Save(ctx, path) }

func (f *Frozen) save(ctx context.Context, path string) (err error) {
	temp := path + ".tmp"
	file, err := os.OpenFile(temp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(temp)
		}
	}()
	w := bufio.NewWriterSize(file, 1<<16)
	if err := f.write(ctx, w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename in it durable.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

func (f *Frozen) write(ctx context.Context, w *bufio.Writer) error {
	whole := f.st.whole()
	if _, err := w.Write(prefix()); err != nil {
		return err
	}
	if err := writeSection(w, f.header(len(whole))); err != nil {
		return err
	}
	for _, at := range whole {
		c := f.st.slots[at].column
		if err := writeSection(w, []byte(c.property)); err != nil {
			return err
		}
		if err := writeSection(w, appendDict(nil, c.dict)); err != nil {
			return err
		}
	}
	for _, sh := range f.st.shards {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := writeBase(w, sh.folded(whole), whole); err != nil {
			return err
		}
	}
	return nil
}

func (f *Frozen) header(columns int) []byte {
	return encode(&header{
		Seq: f.st.seq, Latest: f.st.latest, Events: f.st.events, Shards: shards, Columns: uint32(columns),
		EventNames: uint64(len(f.events)), EventHash: hashNames(f.events),
		PropertyNames: uint64(len(f.properties)), PropertyHash: hashNames(f.properties),
	})
}

// encode writes a struct of fixed size.
func encode(v any) []byte {
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
		panic(err) // only for a type of no fixed size
	}
	return b.Bytes()
}

func writeBase(w *bufio.Writer, b *base, slots []int) error {
	meta := encode(&shape{Offsets: uint64(len(b.offsets)), Rows: uint64(b.len()), Hi: b.hi})
	parts := [][]byte{raw(b.offsets), raw(b.secs), raw(b.millis), raw(b.codes)}
	for _, at := range slots {
		c := b.col(at)
		meta = append(meta, byte(max(1, width(c))))
		parts = append(parts, rawCol(c))
	}
	if err := writeSection(w, meta); err != nil {
		return err
	}
	for _, p := range parts {
		if err := writeSection(w, p); err != nil {
			return err
		}
	}
	return nil
}
