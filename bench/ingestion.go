package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// ingestion is what a server took in.
type ingestion struct {
	batched, single    LoadResult
	bytes              int // of JSON, an event
	counted, recounted int // in an answer, before and after a kill
	lag                time.Duration
	resident           int64
	cpuPerEvent        time.Duration
	restart            time.Duration
}

// Two cores are busy with eight requests at a time: one half is decoded while
// the other waits for the disk.
const (
	batchSize         = 100
	batchConnections  = 8
	singleConnections = 16
)

// measureIngestion loads a server with batches, counts, kills it, counts again,
// and loads it with single events.
func measureIngestion(ctx context.Context, p *Program, dir string, duration time.Duration, progress func(string)) (*ingestion, error) {
	data := filepath.Join(dir, "data")
	key, err := p.Prepare(ctx, data)
	if err != nil {
		return nil, fmt.Errorf("prepare a data folder: %w", err)
	}
	out := &ingestion{}
	progress("ingestion in batches")
	if err := out.batches(ctx, p, data, key, duration); err != nil {
		return nil, err
	}
	progress("ingestion one by one")
	begin := time.Now()
	s, err := p.serve(ctx, data)
	if err != nil {
		return nil, err
	}
	defer s.cmd.Process.Kill() // does nothing after stop
	if out.recounted, err = s.countTo(ctx, out.batched.Events); err != nil {
		return nil, err
	}
	out.restart = time.Since(begin)
	single, err := p.load(ctx, s, "segment", key, 1, singleConnections, min(duration, 20*time.Second))
	if err != nil {
		return nil, err
	}
	out.single = *single
	return out, s.stop()
}

func (in *ingestion) batches(ctx context.Context, p *Program, data, key string, duration time.Duration) error {
	s, err := p.serve(ctx, data)
	if err != nil {
		return err
	}
	defer s.cmd.Process.Kill() // does nothing after kill
	batched, err := p.load(ctx, s, "segment", key, batchSize, batchConnections, duration)
	if err != nil {
		return err
	}
	begin := time.Now()
	in.batched, in.bytes = *batched, batched.Bytes/max(1, batched.Events)
	if in.counted, err = s.countTo(ctx, batched.Events); err != nil {
		return err
	}
	in.lag = time.Since(begin)
	if in.resident, err = s.resident(); err != nil {
		return err
	}
	if err := s.kill(); err != nil {
		return err
	}
	in.cpuPerEvent = s.cpu() / time.Duration(max(1, batched.Events))
	return nil
}

// load runs the load generator in a process of its own.
func (p *Program) load(ctx context.Context, s *server, wire, key string, batch, connections int, duration time.Duration) (*LoadResult, error) {
	cmd := exec.CommandContext(ctx, p.Path, "bench-load", "--address", s.address, "--wire", wire, "--write-key", key,
		"--batch", strconv.Itoa(batch), "--connections", strconv.Itoa(connections), "--duration", duration.String())
	var said, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &errors
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("the load generator failed: %w\n%s", err, errors.String())
	}
	var out LoadResult
	if err := json.Unmarshal(said.Bytes(), &out); err != nil {
		return nil, fmt.Errorf("read what the load generator said: %w", err)
	}
	return &out, nil
}
