package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"kith/internal/kith"
)

// Sink is where events go. An ingest.Workspace is one.
type Sink interface {
	// Append returns when the batch is on disk.
	Append(context.Context, *kith.Batch) error
	// Has tells which message hashes were ever recorded. What was appended a
	// moment ago may be missing; the sink drops its repeats itself.
	Has(ctx context.Context, mids []uint64) ([]bool, error)
}

// To says whose events they become.
type To struct {
	Workspace int64
	Source    uint32
	Sink      Sink
	// MID is the hash by which the sink knows a message; ingest.MID.
	MID func(source uint32, messageID string) uint64
}

// Options of Run; all may be left out.
type Options struct {
	Progress func(Progress) // called a few times a second and at the end, one call at a time
	Report   io.Writer      // gets the bad rows, as CSV; whole again when an import goes on
	State    *Store         // nil: nothing is remembered
	Force    bool           // go on when most rows are bad
	Again    bool           // run although it is done
	Import   *Import        // the one it is, stored already; nil: the one known by file and mapping, or a new one
	Now      func() time.Time
}

// Result is what became of a file. Counts are of all of it, also when the
// import went on from an interrupted one.
type Result struct {
	Counts
	Written  int64   `json:"written"`  // events
	Existing int64   `json:"existing"` // events that were there already
	Resumed  int64   `json:"resumed"`  // events that an interrupted import had done
	Already  bool    `json:"already"`  // imported before: nothing was done now
	Mapping  Mapping `json:"mapping"`  // with what was seen in the file filled in
	Key      string  `json:"key"`
	Number   int64   `json:"number"`  // of the import; 0 when nothing is remembered
	Started  int64   `json:"started"` // µs UTC
	Finished int64   `json:"finished"`
}

// String says it in a line.
func (r *Result) String() string {
	if r.Already {
		return fmt.Sprintf("already imported on %s: %d rows, %d events; nothing to do", time.UnixMicro(r.Finished).UTC().Format("2006-01-02 15:04 UTC"), r.Rows, r.Written+r.Existing)
	}
	return fmt.Sprintf("%d rows: %d events written, %d there already, %d rows skipped, %d repeated, %d bad", r.Rows, r.Written, r.Existing, r.Skipped, r.Repeated, r.Bad)
}

// Run imports a file. What was written stays when it fails or is interrupted:
// run it again and it goes on from there.
func Run(ctx context.Context, in Source, m Mapping, to To, o Options) (Result, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	m, err := resolve(ctx, in, m, o.Now())
	if err != nil {
		return Result{Mapping: m}, err
	}
	i := &importing{in: in, m: m, to: to, o: o, meter: newMeter(in.Size, o.Progress, o.Now)}
	i.result = Result{Mapping: m, Started: o.Now().UnixMicro()}
	if already, err := i.recall(ctx); err != nil || already {
		return i.result, err
	}
	i.meter.set(func(p *Progress) { p.Written, p.Existing = i.result.Written, i.result.Existing })
	err = i.run(ctx)
	if saveErr := i.conclude(ctx, err); err == nil {
		err = saveErr
	}
	if err != nil {
		return i.result, err
	}
	i.meter.stage(Finished)
	return i.result, nil
}

// recall looks for what is known of this import.
func (i *importing) recall(ctx context.Context) (already bool, err error) {
	if i.o.State == nil {
		return false, nil
	}
	if i.result.Key, err = i.fingerprint(ctx); err != nil {
		return false, err
	}
	known, err := i.o.State.Find(ctx, i.to.Workspace, i.result.Key)
	if err != nil {
		return false, err
	}
	if i.row = i.o.Import; i.row != nil {
		err = i.resume(known)
	} else {
		already, err = i.adopt(ctx, known)
	}
	if i.row != nil {
		i.result.Number = i.row.Number
	}
	return already, err
}

// resume goes on with an import that was made before it runs.
func (i *importing) resume(known *Import) error {
	if known != nil && known.Number != i.row.Number && known.State == Done && !i.o.Again {
		return &Refusal{Reason: AlreadyImported, Say: &kith.Error{Code: kith.Conflict,
			Message: fmt.Sprintf("this file was imported with the same mapping before, as import %d", known.Number),
			Hint:    "nothing is to be done; run it again to bring in what was taken back or erased since: nothing is doubled"}}
	}
	if i.row.Key == i.result.Key {
		i.remember(i.row)
		return nil
	}
	i.row.Key, i.row.Started = i.result.Key, i.result.Started // another mapping: from the beginning
	i.row.Written, i.row.Existing = 0, 0
	return nil
}

// adopt goes on with the import that is known by file and mapping, or makes one.
func (i *importing) adopt(ctx context.Context, known *Import) (already bool, err error) {
	switch {
	case known == nil:
		now := i.o.Now().UnixMicro()
		i.row = &Import{
			Workspace: i.to.Workspace, Key: i.result.Key, Name: i.in.Name, Source: int64(i.to.Source), State: Running, Size: i.in.Size,
			Mapping: textOf(i.m), Created: now, Started: now, Updated: now,
		}
		return false, i.o.State.Create(ctx, i.row)
	case known.State == Done && !i.o.Again:
		r := &i.result
		r.Already, r.Number, r.Started, r.Finished = true, known.Number, known.Started, known.Finished
		r.Rows, r.Skipped, r.Bad, r.Repeated = known.Rows, known.Skipped, known.Bad, known.Repeated
		r.Written, r.Existing = known.Written, known.Existing
		return true, nil
	case known.Uploaded != 0 && known.State != Done:
		return false, &kith.Error{Code: kith.Conflict, Message: fmt.Sprintf("this file is import %d of the console already, which is %s", known.Number, known.State),
			Hint: "let it go on there, or take it back first"}
	}
	if i.row = known; known.State != Done {
		i.remember(known)
	}
	return false, nil
}

func (i *importing) remember(known *Import) {
	if known.Started > 0 {
		i.result.Started = known.Started
	}
	i.result.Written, i.result.Existing = known.Written, known.Existing
	i.result.Resumed = known.Written + known.Existing
}

// fingerprint is the hash of file, mapping and source.
func (i *importing) fingerprint(ctx context.Context) (string, error) {
	raw, err := i.in.Open()
	if err != nil {
		return "", &kith.Error{Code: kith.Unavailable, Message: "the file " + i.in.Name + " cannot be opened", Err: err}
	}
	defer raw.Close()
	i.meter.stage(Checking)
	hash := sha256.New()
	mapping, err := json.Marshal(i.m)
	if err != nil {
		return "", fmt.Errorf("write the mapping: %w", err)
	}
	fmt.Fprintf(hash, "%d\n%s\n", i.to.Source, mapping)
	var read atomic.Int64
	in := counting{raw, &read}
	buf := make([]byte, 1<<18)
	for {
		n, err := in.Read(buf)
		hash.Write(buf[:n])
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(hash.Sum(nil)), nil
		}
		if err != nil {
			return "", damaged(err)
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
		i.meter.set(func(p *Progress) { p.Bytes, p.Share = read.Load(), share(read.Load(), p.Size) })
	}
}

func share(n, of int64) float64 {
	if of <= 0 {
		return 0
	}
	return min(float64(n)/float64(of), 1)
}
