package privacy

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"kith/internal/observe/identity"
	"kith/internal/observe/ingest"
	"kith/internal/observe/timeline/record"
	"kith/internal/platform/db"
)

const shortest = 4 // bytes of a text that can be searched for

// prove searches everything in the data folder, and the operational database
// where it is elsewhere. The log's files are deleted a moment after it was
// emptied, so what is found is looked for again for a while.
func (r *Room) prove(ctx context.Context, texts []string) (*Proof, error) {
	for wait := 50 * time.Millisecond; ; wait *= 2 {
		proof, err := r.search(ctx, texts)
		if err != nil || proof.Found == 0 || wait > 2*time.Second {
			return proof, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
}

func (r *Room) search(ctx context.Context, texts []string) (*Proof, error) {
	proof := &Proof{At: r.o.Now().UTC(), Database: "tables", Where: []string{}}
	var all []string // the texts in every form, and of which text each is
	var of []int
	for i, t := range texts {
		if len(t) < shortest {
			proof.TooShort++
			continue
		}
		proof.Texts++
		for _, form := range forms(t) {
			all, of = append(all, form), append(of, i)
		}
	}
	if len(all) == 0 {
		return proof, nil
	}
	in := map[int][]string{} // text: where it is
	note := func(where string, found []bool) {
		for k, is := range found {
			if i := of[k]; is && !slices.Contains(in[i], where) {
				in[i] = append(in[i], where)
			}
		}
	}
	found, err := r.o.DB.Holds(ctx, all)
	if err != nil {
		return nil, err
	}
	note("database", found)
	if err := r.searchFiles(ctx, all, note, proof); err != nil {
		return nil, err
	}
	spaces, err := r.spaces(ctx)
	if err != nil {
		return nil, err
	}
	for i, text := range texts {
		if len(text) < shortest {
			continue
		}
		// What DuckDB has packed does not show as bytes: rows are asked too.
		theirs, err := r.elsewhere(ctx, spaces, text)
		switch {
		case err != nil:
			return nil, err
		case theirs:
			proof.Shared++
		case len(in[i]) > 0:
			proof.Found++
			for _, where := range in[i] {
				if !slices.Contains(proof.Where, where) {
					proof.Where = append(proof.Where, where)
				}
			}
		}
	}
	return proof, nil
}

// forms are how a text may be written: as it is, in JSON, in an address.
func forms(text string) []string {
	out := []string{text}
	ascii := strconv.QuoteToASCII(text)
	quoted, _ := json.Marshal(text) // a string always can be
	for _, form := range []string{ascii[1 : len(ascii)-1], string(quoted[1 : len(quoted)-1]), url.QueryEscape(text)} {
		if !slices.Contains(out, form) {
			out = append(out, form)
		}
	}
	return out
}

// searchFiles looks into every file. Those that a database has open are read by
// their owner: closing another descriptor would end its locks.
func (r *Room) searchFiles(ctx context.Context, texts []string, note func(string, []bool), proof *Proof) error {
	spaces, err := r.spaces(ctx)
	if err != nil {
		return err
	}
	for _, s := range spaces {
		found := make([]bool, len(texts))
		if err := s.Record().Holds(ctx, texts, found); err != nil {
			return err
		}
		note("record", found)
	}
	return filepath.WalkDir(r.o.Dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone meanwhile
		}
		if err != nil {
			return err
		}
		if !d.Type().IsRegular() {
			return nil
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		proof.Files++
		proof.Bytes += info.Size()
		switch name := d.Name(); {
		case name == db.FileName:
			proof.Database = "files"
			return nil
		case strings.HasPrefix(name, db.FileName), strings.HasPrefix(name, record.FileName):
			return nil
		}
		found := make([]bool, len(texts))
		if err := searchFile(ctx, path, texts, found); err != nil {
			return err
		}
		place, _ := filepath.Rel(r.o.Dir, path)
		place, _, _ = strings.Cut(filepath.ToSlash(place), "/")
		note(place, found)
		return nil
	})
}

func searchFile(ctx context.Context, path string, texts []string, found []bool) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return db.Search(ctx, f, texts, found)
}

func (r *Room) spaces(ctx context.Context) ([]*ingest.Workspace, error) {
	var out []*ingest.Workspace
	for _, id := range r.o.Workspaces() {
		s, err := r.o.Space(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// elsewhere reports whether somebody who is not erased has a text, in any
// workspace: as an id or a part of one, in what their events say, or as an
// operator.
func (r *Room) elsewhere(ctx context.Context, spaces []*ingest.Workspace, text string) (bool, error) {
	for _, s := range spaces {
		has := false
		s.EachID(func(_ identity.Kind, id string, _ uint32) bool {
			has = strings.Contains(id, text)
			return !has
		})
		if has {
			return true, nil
		}
		rows, err := s.Record().Mentions(ctx, text)
		if err != nil || rows > 0 {
			return rows > 0, err
		}
	}
	return r.o.Kept(ctx, text)
}
