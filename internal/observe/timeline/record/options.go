package record

import (
	"log/slog"
	"path/filepath"
	"strconv"
)

// Options say where a record is and how it may use the machine. Only Dir must
// be given.
type Options struct {
	Dir         string
	MemoryLimit int64 // bytes for DuckDB; 1 GB when 0
	Threads     int   // of DuckDB; 2 when 0
	Logger      *slog.Logger

	// SealRows is the size of a usual seal and the unit of the tiers that
	// segments are merged by; 500,000 when 0. A segment of 8×8 seals is final.
	SealRows int
	// ColumnShare is the part of a segment's rows that must have a property
	// for it to have a column; 0.01 when 0.
	ColumnShare float64
	// MaxColumns bounds the properties with columns in a segment; 96 when 0.
	MaxColumns int
}

func (o *Options) fill() {
	if o.MemoryLimit == 0 {
		o.MemoryLimit = 1 << 30
	}
	if o.Threads == 0 {
		o.Threads = 2
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.SealRows == 0 {
		o.SealRows = 500_000
	}
	if o.ColumnShare == 0 {
		o.ColumnShare = 0.01
	}
	if o.MaxColumns == 0 {
		o.MaxColumns = 96
	}
}

func settings(o *Options) map[string]string {
	return map[string]string{
		"threads":                      strconv.Itoa(o.Threads),
		"memory_limit":                 strconv.FormatInt(o.MemoryLimit, 10) + "B",
		"temp_directory":               filepath.Join(o.Dir, tempName),
		"checkpoint_threshold":         "256MB",
		"preserve_insertion_order":     "true",
		"autoinstall_known_extensions": "false",
		"autoload_known_extensions":    "false",
	}
}
