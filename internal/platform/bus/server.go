package bus

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"kith/internal/kith"
)

// startServer runs NATS in this process, with no port open, and returns once
// its streams are recovered.
func startServer(ctx context.Context, dir string, logger *slog.Logger) (*server.Server, error) {
	s, err := server.NewServer(&server.Options{
		ServerName:             "kith",
		DontListen:             true,
		JetStream:              true,
		StoreDir:               dir,
		SyncAlways:             true, // an acknowledgement follows the sync
		MaxPayload:             maxMessage,
		JetStreamMaxMemory:     1 << 20, // readers' states only; streams are files
		JetStreamMaxStore:      math.MaxInt64 / 2,
		NoSigs:                 true,
		NoSystemAccount:        true,
		DisableJetStreamBanner: true,
	})
	if err != nil {
		return nil, fmt.Errorf("make the log's server: %w", err)
	}
	s.SetLogger(serverLog{logger}, false, false)
	s.Start()
	for !s.ReadyForConnections(100 * time.Millisecond) {
		if ctx.Err() != nil || !s.Running() {
			s.Shutdown()
			s.WaitForShutdown()
			return nil, &kith.Error{Code: kith.Internal, Message: "The log did not start",
				Hint: "see the log lines before this one; the folder must be writable and whole", Err: ctx.Err()}
		}
	}
	return s, nil
}

// serverLog passes on what the NATS server says: its notices are our details.
type serverLog struct{ to *slog.Logger }

func (l serverLog) say(level slog.Level, format string, v []any) {
	if ctx := context.Background(); l.to.Enabled(ctx, level) {
		l.to.Log(ctx, level, fmt.Sprintf(format, v...), "part", "nats")
	}
}

func (l serverLog) Noticef(format string, v ...any) { l.say(slog.LevelDebug, format, v) }
func (l serverLog) Warnf(format string, v ...any)   { l.say(slog.LevelWarn, format, v) }
func (l serverLog) Errorf(format string, v ...any)  { l.say(slog.LevelError, format, v) }
func (l serverLog) Fatalf(format string, v ...any)  { l.say(slog.LevelError, format, v) }
func (l serverLog) Debugf(format string, v ...any)  { l.say(slog.LevelDebug, format, v) }
func (l serverLog) Tracef(format string, v ...any)  {}
