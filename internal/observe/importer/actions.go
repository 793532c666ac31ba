package importer

import (
	"context"
	"errors"
	"fmt"
	"os"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
)

// Sheet looks at an import's file by its mapping.
func (d *Desk) Sheet(ctx context.Context, i *Import, o LookOptions) (*Sheet, error) {
	in, err := d.source(i)
	if err != nil {
		return nil, err
	}
	m := i.mapping()
	if first := read[seen](i.Guess); first != nil {
		o.Recipe = first.Recipe
	}
	return Look(ctx, in, &m, o)
}

// SetMapping keeps a mapping, whole or not, and shows what it makes of the
// file. What an earlier dry run said holds no more.
func (d *Desk) SetMapping(ctx context.Context, i *Import, m Mapping, o LookOptions) (*Sheet, error) {
	if !i.in(Drafted) {
		return nil, wrongState(i, "its mapping can be changed only before it is imported")
	}
	in, err := d.source(i)
	if err != nil {
		return nil, err
	}
	m.Zone = first(m.Zone, o.Zone)
	sheet, err := Look(ctx, in, &m, o)
	if err != nil {
		return nil, err
	}
	if text := textOf(sheet.Mapping); text != i.Mapping {
		i.Mapping, i.Checked = text, ""
	}
	i.Guess = textOf(seen{Found: sheet.Found})
	i.Failure = ""
	return sheet, d.settle(ctx, i)
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// StartCheck lets a dry run go through the whole file.
func (d *Desk) StartCheck(ctx context.Context, i *Import) error {
	m := i.mapping()
	if err := m.Check(); err != nil {
		return err
	}
	return d.move(ctx, i, Checked, "it can be checked only before it is imported", Drafted)
}

// StartOptions of an import.
type StartOptions struct {
	Force  bool // take the good rows although most are bad
	Again  bool // bring it in although it was before
	Recipe bool // remember the mapping for files with the same header
}

// Start queues the import.
func (d *Desk) Start(ctx context.Context, i *Import, s StartOptions) error {
	m := i.mapping()
	if err := m.Check(); err != nil {
		return err
	}
	in, err := d.source(i)
	if err != nil {
		return err
	}
	if s.Recipe {
		if err := d.keepRecipe(ctx, i, in, &m); err != nil {
			return err
		}
	}
	if i.in(Drafted, Failed) {
		switch {
		case s.Again:
			i.Forced = forceAgain
		case s.Force:
			i.Forced = forceBad
		}
		if err := d.settle(ctx, i); err != nil {
			return err
		}
	}
	return d.move(ctx, i, Queued, "it cannot be started", Drafted, Failed, Paused, Cancelled)
}

func (d *Desk) keepRecipe(ctx context.Context, i *Import, in Source, m *Mapping) error {
	s, err := in.sample(ctx, m)
	if err != nil {
		return err
	}
	return d.o.Store.KeepRecipe(ctx, &Recipe{Workspace: i.Workspace, Header: s.header(), Mapping: textOf(m), Name: i.Name, Updated: d.now()})
}

// Pause stops an import so that it can go on; Cancel so that it is over. What
// was written stays. Cancel also ends a dry run.
func (d *Desk) Pause(ctx context.Context, i *Import) error {
	return d.halt(ctx, i, Paused, "only what is being imported can be paused", Queued, Running)
}

func (d *Desk) Cancel(ctx context.Context, i *Import) error {
	if i.in(Checked) {
		return d.halt(ctx, i, Drafted, "it is not being checked", Checked)
	}
	return d.halt(ctx, i, Cancelled, "it is not being imported", Queued, Running, Paused)
}

func (d *Desk) halt(ctx context.Context, i *Import, to State, why string, from ...State) error {
	if !i.in(from...) {
		return wrongState(i, why)
	}
	if d.stop(i, to) {
		return nil // the work notes it as it ends
	}
	return d.move(ctx, i, to, why, from...)
}

// Undo takes back what an import brought.
func (d *Desk) Undo(ctx context.Context, i *Import) error {
	if !i.undoable() {
		return wrongState(i, "it has brought nothing that can be taken back")
	}
	space, err := d.o.Space(ctx, i.Workspace)
	if err != nil {
		return err
	}
	trace, err := space.Trace(ctx, uint32(i.Origin))
	if err != nil {
		return err
	}
	i.UndoneEvents, i.UndonePersons = int64(trace.Events), int64(trace.Only)
	if err := d.settle(ctx, i); err != nil {
		return err
	}
	return d.move(ctx, i, Undoing, "it cannot be taken back now", Paused, Interrupted, Failed, Cancelled, Done)
}

// Trace says what an undo would touch.
func (d *Desk) Trace(ctx context.Context, i *Import) (ingest.Trace, error) {
	if !i.undoable() {
		return ingest.Trace{}, wrongState(i, "it has brought nothing that can be taken back")
	}
	space, err := d.o.Space(ctx, i.Workspace)
	if err != nil {
		return ingest.Trace{}, err
	}
	return space.Trace(ctx, uint32(i.Origin))
}

// Again makes a new import of the same file, to be mapped otherwise or brought
// in after it was taken back.
func (d *Desk) Again(ctx context.Context, i *Import, operator uint32) (*Import, error) {
	if _, err := d.source(i); err != nil {
		return nil, err
	}
	next := &Import{Workspace: i.Workspace, Name: i.Name, State: Drafted, Uploaded: 1, Size: i.Size, Received: i.Received,
		Mapping: i.Mapping, Guess: i.Guess, Operator: int64(operator), Created: d.now(), Updated: d.now()}
	if err := d.o.Store.Create(ctx, next); err != nil {
		return nil, err
	}
	err := os.MkdirAll(d.folder(next), 0o700)
	if err == nil {
		err = os.Link(d.path(i), d.path(next)) // files are never written again once whole
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("take the file again: %w", err), d.o.Store.Delete(ctx, next))
	}
	return next, nil
}

// Delete forgets an import that never began, with its file.
func (d *Desk) Delete(ctx context.Context, i *Import) error {
	if i.Started != 0 || !i.in(Uploading, Refused, Drafted, Failed, Cancelled) {
		return wrongState(i, "only what was never imported can be deleted; take an import back instead")
	}
	if !d.fill(i) {
		return &kith.Error{Code: kith.Conflict, Retry: true, Message: "its file is being received", Hint: "stop the upload first"}
	}
	defer d.filled(i)
	if err := os.RemoveAll(d.folder(i)); err != nil {
		return fmt.Errorf("remove the import's file: %w", err)
	}
	return d.o.Store.Delete(ctx, i)
}

func (d *Desk) move(ctx context.Context, i *Import, to State, why string, from ...State) error {
	i.Updated = d.now()
	ok, err := d.o.Store.Move(ctx, i, to, from...)
	if err != nil {
		return err
	}
	if !ok {
		return wrongState(i, why)
	}
	d.nudge()
	return nil
}

func wrongState(i *Import, why string) error {
	return &kith.Error{Code: kith.Conflict, Message: fmt.Sprintf("import %d is %s: %s", i.Number, i.State, why), Hint: "look at it again: it may have gone on meanwhile"}
}
