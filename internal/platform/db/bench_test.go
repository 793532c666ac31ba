package db_test

import (
	"context"
	"strconv"
	"sync/atomic"
	"testing"

	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

func eachEngine(b *testing.B, run func(b *testing.B, d *db.DB)) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres-without-fsync": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			if err := d.Migrate(b.Context(), "pets", files()); err != nil {
				b.Fatal(err)
			}
			run(b, d)
		})
	}
}

// BenchmarkWrite is one small transaction, from 8 goroutines a core.
func BenchmarkWrite(b *testing.B) {
	eachEngine(b, func(b *testing.B, d *db.DB) {
		var n atomic.Int64
		b.SetParallelism(8)
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				err := d.InTx(b.Context(), func(ctx context.Context) error {
					return add(ctx, d, strconv.FormatInt(n.Add(1), 10))
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
	})
}

// BenchmarkRead is one row by its key.
func BenchmarkRead(b *testing.B) {
	eachEngine(b, func(b *testing.B, d *db.DB) {
		if err := add(b.Context(), d, "Mochi"); err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := d.NewSelect().Model(&pet{ID: 1}).WherePK().Scan(b.Context()); err != nil {
					b.Error(err)
				}
			}
		})
	})
}
