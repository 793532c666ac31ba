package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"kith/internal/kith"
)

// settleWithin is how long an import may take to note how it ended, whoever has
// gone meanwhile.
const settleWithin = 10 * time.Second

// settle writes how work ended.
func (d *Desk) settle(ctx context.Context, i *Import) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	i.Updated = d.now()
	return d.o.Store.Save(ctx, i)
}

// source is an import's file.
func (d *Desk) source(i *Import) (Source, error) {
	in, err := File(d.path(i))
	if errors.Is(err, os.ErrNotExist) || i.Uploaded != 1 {
		return in, &Refusal{FileMissing, &kith.Error{Code: kith.NotFound, Message: "the file of this import lies here no more", Hint: "upload it again; what was imported of it is not doubled"}}
	}
	in.Name = i.Name
	return in, err
}

// check is the dry run.
func (d *Desk) check(ctx context.Context, a *active, i *Import, space *Space) error {
	report, err := d.survey(ctx, a, i, space)
	switch state, failed := a.ended(ctx, err, Drafted); {
	case err == nil:
		i.State, i.Checked, i.Failure = Drafted, textOf(report), ""
	case state == "":
		return nil // it begins anew at the next start
	case failed:
		i.State, i.Failure = state, textOf(failureOf(err))
	default:
		i.State = state
	}
	return d.settle(ctx, i)
}

func (d *Desk) survey(ctx context.Context, a *active, i *Import, space *Space) (_ *Report, err error) {
	in, err := d.source(i)
	if err != nil {
		return nil, err
	}
	bad := NewBadRows(d.errorsPath(i))
	defer func() { err = errors.Join(err, bad.Close()) }()
	return Check(ctx, in, i.mapping(), CheckOptions{
		To: space.to(), Known: space.Knows, Report: bad, Now: d.o.Now, Progress: func(p Progress) { a.progress.Store(&p) },
	})
}

// bring is the import itself.
func (d *Desk) bring(ctx context.Context, a *active, i *Import, space *Space) error {
	i.Updated = d.now()
	if ok, err := d.o.Store.Move(ctx, i, Running, Queued); err != nil || !ok {
		return err
	}
	if i.Started == 0 {
		i.Started = d.now()
	}
	err := d.write(ctx, a, i, space)
	switch state, failed := a.ended(ctx, err, Failed); {
	case err == nil:
		i.State = Done
	case state == "":
		return nil // Running: the next start goes on with it
	case failed && kith.CodeOf(err) == kith.Unavailable: // a full disk, or a log that does not keep up
		i.State, i.Failure = Paused, textOf(failureOf(err))
	case failed:
		i.State, i.Failure = state, textOf(failureOf(err))
	default:
		i.State = state
	}
	return errors.Join(d.settle(ctx, i), internal(err))
}

func (d *Desk) write(ctx context.Context, a *active, i *Import, space *Space) (err error) {
	in, err := d.source(i)
	if err != nil {
		return err
	}
	bad := NewBadRows(d.errorsPath(i))
	defer func() { err = errors.Join(err, bad.Close()) }()
	_, err = Run(ctx, in, i.mapping(), space.to(), Options{
		Progress: func(p Progress) { a.progress.Store(&p) }, Report: bad, State: d.o.Store, Import: i,
		Force: i.Forced >= forceBad, Again: i.Forced >= forceAgain, Now: d.o.Now,
	})
	if err != nil {
		return err
	}
	return space.CatchUp(ctx)
}

// undo takes an import back. It is repeated until it is done: nothing less is
// ever said to be.
func (d *Desk) undo(ctx context.Context, i *Import, space *Space) error {
	trace, err := space.Withdraw(ctx, uint32(i.Origin))
	if err != nil {
		if ctx.Err() == nil {
			i.Failure = textOf(failureOf(err))
			return errors.Join(fmt.Errorf("take import %d back: %w", i.Number, err), d.settle(ctx, i))
		}
		return nil // the next start goes on with it
	}
	if trace.Events > 0 { // 0: it had been done, and was only not noted
		i.UndoneEvents, i.UndonePersons = int64(trace.Events), int64(trace.Only)
	}
	i.State, i.Failure, i.Undone = Undone, "", d.now()
	return d.settle(ctx, i)
}

// internal is an error that operators of the program should see in the log.
func internal(err error) error {
	if err != nil && kith.CodeOf(err) == kith.Internal && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}
