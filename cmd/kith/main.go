// Command kith is the whole product: one program that a team runs itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"kith/internal/kith"
	"kith/internal/understand/query/sandbox"
)

// version is set when the program is built.
var version = "dev"

func main() {
	if sandbox.IsChild() {
		sandbox.Work()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := root().ExecuteContext(ctx)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "kith: stopped before it was done")
		os.Exit(130) // as shells say it of an interrupted command
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kith:", err)
		os.Exit(exitCode(err))
	}
}

// exitCode: 2 when the caller must change something, else 1.
func exitCode(err error) int {
	switch kith.CodeOf(err) {
	case kith.Invalid, kith.NotFound, kith.Unauthorized, kith.Forbidden:
		return 2
	}
	return 1
}

func root() *cobra.Command {
	c := &cobra.Command{
		Use:           "kith",
		Short:         "User operations in one program: observe, understand, act, measure",
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	o := &place{}
	flags := c.PersistentFlags()
	flags.StringVar(&o.data, "data", envOr("KITH_DATA_DIR", "kith-data"), "data folder")
	flags.StringVar(&o.database, "database", os.Getenv("KITH_DATABASE"), "operational database, postgres://…; SQLite in the data folder when empty")
	flags.StringVar(&o.memory, "memory", "", "memory for the timeline indexes, such as 4G; half of the machine's when empty")
	flags.StringVar(&o.workspace, "workspace", firstWorkspace, "workspace, by its slug")
	flags.StringVar(&o.logFormat, "log-format", "text", "log as text or json")
	flags.BoolVar(&o.verbose, "verbose", false, "log more")
	c.AddCommand(serveCommand(o), askCommand(o), sqlCommand(o), importCommand(o), exportCommand(o), backupCommand(o), restoreCommand(o),
		doctorCommand(o), demoCommand(o), benchCommand(o), benchLoadCommand(), operatorCommand(o), openapiCommand())
	return c
}

func envOr(name, standard string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return standard
}

// firstWorkspace is the one that is made when there is none.
const firstWorkspace = "main"

// place is where a command works, from the flags that all commands share.
type place struct {
	data, database, memory, workspace, logFormat string
	zone                                         string // of a workspace that must be made; the machine's when empty
	verbose                                      bool
	maxUpload                                    string         // bytes of an uploaded file, as written
	makes                                        bool           // the command may make the data folder and the workspace
	proxies                                      []netip.Prefix // in front of serve, believed
	mail                                         mailPlace
}

func (p *place) logger() *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if p.verbose {
		options.Level = slog.LevelDebug
	}
	if p.logFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}
