package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"

	"kith/internal/observe/timeline/index"
)

// Options say what to measure.
type Options struct {
	Events   int            // of the comparison with SQL and of the index
	Only     *regexp.Regexp // names of questions and sections to measure; nil: all
	Program  *Program       // nil: no ingestion
	Duration time.Duration  // of the load in batches
	Progress func(string)   // what is being done now; may be nil
}

// Sections beside the contests, by the names that Only may match.
const (
	memorySection    = "memory"
	kindsSection     = "kinds"
	ingestionSection = "ingestion"
	wiresSection     = "wires"
)

const (
	daysOfAll   = 90
	daysOfKinds = 60
	kindsEvents = 5_000_000
	sealAll     = 1_000_000
	sealKinds   = 500_000
)

// Run measures in a temporary folder, which it removes.
func Run(ctx context.Context, o Options) (report *Report, err error) {
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	dir, err := os.MkdirTemp("", "kith-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder to measure in: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := checkDisk(dir, max(o.Events, kindsEvents)); err != nil {
		return nil, err
	}
	report = &Report{begun: time.Now(), machine: machine()}
	for _, part := range []func(context.Context, string, *Options) error{report.all, report.kinds, report.ingestion, report.wires} {
		if err := part(ctx, dir, &o); err != nil {
			return nil, err
		}
	}
	return report, nil
}

func (o *Options) wants(name string) bool { return o.Only == nil || o.Only.MatchString(name) }

// all measures the large data set: the index and the contests.
func (r *Report) all(ctx context.Context, dir string, o *Options) error {
	var chosen []contest
	for _, c := range contests() {
		if o.wants(c.name) {
			chosen = append(chosen, c)
		}
	}
	if len(chosen) == 0 && !o.wants(memorySection) {
		return nil
	}
	d, folder, err := o.prepare(ctx, filepath.Join(dir, "all"), o.Events, daysOfAll, sealAll)
	if err != nil {
		return err
	}
	o.Progress("index")
	m, ix, rec, err := measureMemory(ctx, folder, sealAll, d)
	if err != nil {
		return fmt.Errorf("measure the index: %w", err)
	}
	if err := rec.Close(); err != nil { // its columns are in the snapshot
		return err
	}
	if len(chosen) > 0 {
		if err := r.contests(ctx, filepath.Join(dir, "sql.duckdb"), o, d, ix, chosen); err != nil {
			return err
		}
	}
	if o.wants(memorySection) {
		for _, d := range ix.Stats().Digests {
			m.digests += d.Bytes
		}
		r.addMemory(m)
	}
	return nil
}

// prepare generates data and puts them into a record.
func (o *Options) prepare(ctx context.Context, dir string, events, days, sealRows int) (*dataset, string, error) {
	o.Progress(fmt.Sprintf("generate %s events", big(events)))
	d := generate(events, days)
	o.Progress("write the record")
	rec, err := openRecord(ctx, dir, sealRows)
	if err != nil {
		return nil, "", err
	}
	return d, dir, errors.Join(d.seal(ctx, rec, sealRows), rec.Close())
}

func (r *Report) contests(ctx context.Context, path string, o *Options, d *dataset, ix *index.Index, chosen []contest) error {
	o.Progress("write the SQL table")
	sql, err := openSQL(path, runtime.GOMAXPROCS(0))
	if err != nil {
		return err
	}
	defer sql.close()
	if err := sql.load(d); err != nil {
		return fmt.Errorf("write the SQL table: %w", err)
	}
	a := newArena(ix, d, sql)
	var outcomes []*outcome
	for i := range chosen {
		o.Progress(chosen[i].name)
		out, err := a.hold(ctx, &chosen[i])
		if err != nil {
			return err
		}
		outcomes = append(outcomes, out)
	}
	r.addContests(d, outcomes)
	return nil
}

// kinds measures every kind of question on a smaller data set.
func (r *Report) kinds(ctx context.Context, dir string, o *Options) error {
	if !o.wants(kindsSection) {
		return nil
	}
	d, folder, err := o.prepare(ctx, filepath.Join(dir, "kinds"), kindsEvents, daysOfKinds, sealKinds)
	if err != nil {
		return err
	}
	rec, err := openRecord(ctx, folder, sealKinds)
	if err != nil {
		return err
	}
	defer rec.Close()
	ix, err := buildIndex(ctx, rec)
	if err != nil {
		return err
	}
	o.Progress("every kind of question")
	k, err := measureKinds(ctx, ix, d)
	if err == nil {
		r.addKinds(k)
	}
	return err
}

func (r *Report) ingestion(ctx context.Context, dir string, o *Options) error {
	if o.Program == nil || !o.wants(ingestionSection) {
		return nil
	}
	in, err := measureIngestion(ctx, o.Program, dir, o.Duration, o.Progress)
	if err == nil {
		r.addIngestion(in)
	}
	return err
}

func (r *Report) wires(ctx context.Context, dir string, o *Options) error {
	if o.Program == nil || !o.wants(wiresSection) {
		return nil
	}
	all, err := measureWires(ctx, o.Program, dir, min(o.Duration, 15*time.Second), o.Progress)
	if err == nil {
		r.addWires(all)
	}
	return err
}
