package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"kith/internal/kith"
)

const (
	defaultMaxBytes   = 16 << 30
	defaultMaxWaiting = 64 << 20
	defaultMinFree    = 256 << 20
)

// Options say where the log lives and how much it may hold.
type Options struct {
	// Dir is the folder of the log; one process at a time may have it open.
	Dir string
	// URL of an external NATS server, used instead of Dir. Acknowledged means
	// on disk only if that server runs with `sync_interval: always`, and its
	// max_payload must be 8MB.
	URL string
	// MaxBytes bounds each workspace's log on disk; 0 is 16 GiB.
	MaxBytes int64
	// MaxWaiting bounds the payload bytes that wait in memory for the disk, a
	// workspace; 0 is 64 MiB.
	MaxWaiting int64
	// MinFree is the space on the disk of Dir that is left to others; 0 is
	// 256 MiB. The log refuses before the disk is full, because a stream that
	// met a full disk takes nothing more until the program starts again.
	MinFree int64
	Logger  *slog.Logger // nil is slog.Default
}

// Bus holds the logs of all workspaces.
type Bus struct {
	options Options
	server  *server.Server // nil when external
	unlock  func() error   // nil when external
	conn    *nats.Conn
	js      jetstream.JetStream

	mu     sync.Mutex
	logs   map[string]*Log // nil once closed
	writer sync.WaitGroup
	stop   context.CancelFunc
	ctx    context.Context // of the writers
}

// Open starts the server, or connects to the one at URL, and recovers what is
// on disk; after a kill that may read the whole log once.
func Open(ctx context.Context, o Options) (*Bus, error) {
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.MaxWaiting <= 0 {
		o.MaxWaiting = defaultMaxWaiting
	}
	if o.MinFree <= 0 {
		o.MinFree = defaultMinFree
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	b := &Bus{options: o, logs: map[string]*Log{}}
	b.ctx, b.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := b.open(ctx); err != nil {
		b.release()
		return nil, err
	}
	return b, nil
}

func (b *Bus) open(ctx context.Context) (err error) {
	connect := []nats.Option{
		nats.Name("kith"),
		nats.MaxReconnects(-1),
		// Off line, refuse at once rather than send later what the caller was
		// told has failed.
		nats.ReconnectBufSize(-1),
		nats.NoCallbacksAfterClientClose(),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			b.options.Logger.Warn("the log's connection reported an error", "err", err)
		}),
	}
	if b.options.URL == "" {
		if b.unlock, err = lockFolder(b.options.Dir); err != nil {
			return err
		}
		if b.server, err = startServer(ctx, b.options.Dir, b.options.Logger); err != nil {
			return err
		}
		connect = append(connect, nats.InProcessServer(b.server))
	}
	if b.conn, err = nats.Connect(b.options.URL, connect...); err != nil {
		return &kith.Error{Code: kith.Unavailable, Message: "The log's server cannot be reached", Retry: true,
			Hint: "check that the NATS server runs and that its URL is right", Err: err}
	}
	if has := b.conn.MaxPayload(); has < maxMessage {
		return &kith.Error{Code: kith.Invalid, Message: fmt.Sprintf("The log's server takes messages of %d bytes, %d are needed", has, maxMessage),
			Hint: "set max_payload: 8MB in the configuration of the NATS server"}
	}
	if b.js, err = jetstream.New(b.conn); err != nil {
		return fmt.Errorf("open the log's client: %w", err)
	}
	return nil
}

// Log returns the log of a workspace, and makes it when there is none. It is
// the same for every call with the same name, and any name is safe.
func (b *Bus) Log(ctx context.Context, workspace string) (*Log, error) {
	return b.LogAfter(ctx, workspace, 0)
}

// LogAfter is Log for a reader that has read up to an entry: a log that must be
// made (the data was restored from a backup, which has none) goes on after it.
func (b *Bus) LogAfter(ctx context.Context, workspace string, after uint64) (*Log, error) {
	if workspace == "" {
		return nil, &kith.Error{Code: kith.Invalid, Field: "workspace", Message: "A log needs a workspace"}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.logs == nil {
		return nil, errClosed()
	}
	if l := b.logs[workspace]; l != nil {
		return l, nil
	}
	stream, err := b.stream(ctx, workspace, after)
	if err != nil {
		return nil, fmt.Errorf("open the log of workspace %q: %w", workspace, err)
	}
	l := &Log{
		workspace: workspace,
		subject:   subjectOf(workspace),
		js:        b.js,
		stream:    stream,
		queue:     newQueue(b.options.MaxWaiting),
	}
	if b.server != nil {
		l.dir, l.minFree = b.options.Dir, b.options.MinFree
	}
	b.logs[workspace] = l
	b.writer.Go(func() { l.write(b.ctx) })
	return l, nil
}

// stream finds or makes the workspace's stream. One that exists keeps whatever
// an operator changed (replicas, placement), but for the bound on its size.
func (b *Bus) stream(ctx context.Context, workspace string, after uint64) (jetstream.Stream, error) {
	name := streamOf(workspace)
	stream, err := b.js.Stream(ctx, name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return b.js.CreateStream(ctx, jetstream.StreamConfig{
			Name:       name,
			Subjects:   []string{subjectOf(workspace)},
			Metadata:   map[string]string{"workspace": workspace},
			Storage:    jetstream.FileStorage,
			Retention:  jetstream.LimitsPolicy,
			Discard:    jetstream.DiscardNew,
			MaxBytes:   b.options.MaxBytes,
			MaxMsgSize: maxMessage,
			DenyDelete: true,
			FirstSeq:   after + 1,
		})
	}
	if err != nil {
		return nil, err
	}
	if c := stream.CachedInfo().Config; c.MaxBytes != b.options.MaxBytes {
		c.MaxBytes = b.options.MaxBytes
		return b.js.UpdateStream(ctx, c)
	}
	return stream, nil
}

// Close refuses new payloads, writes those that wait until ctx ends, and stops
// the server. Reads end with an error. A second Close does nothing.
func (b *Bus) Close(ctx context.Context) error {
	b.mu.Lock()
	logs := b.logs
	b.logs = nil
	b.mu.Unlock()
	if logs == nil {
		return nil
	}
	for _, l := range logs {
		l.queue.close()
	}
	written := make(chan struct{})
	go func() {
		b.writer.Wait()
		close(written)
	}()
	var err error
	select {
	case <-written:
	case <-ctx.Done():
		err = fmt.Errorf("write what waits for the log: %w", ctx.Err())
		b.stop() // fails what waits
		<-written
	}
	return errors.Join(err, b.release())
}

func (b *Bus) release() (err error) {
	b.stop()
	if b.conn != nil {
		b.conn.Close()
	}
	if b.server != nil {
		b.server.Shutdown()
		b.server.WaitForShutdown()
	}
	if b.unlock != nil {
		err = b.unlock()
	}
	return err
}
