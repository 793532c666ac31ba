package auth

import (
	"context"
	"embed"
	"net/http"
	"sync/atomic"
	"time"

	"kith/internal/platform/db"
)

//go:embed migrations
var migrations embed.FS

// Options are what Auth needs beside the database.
type Options struct {
	Now   func() time.Time
	Local LocalToken // see NewLocal
	// WorkspaceExists guards tokens against being bound to nothing.
	WorkspaceExists func(id uint32) bool
	// Places lists the workspaces, the oldest first; none when nil.
	Places func() []Place
	// NameFirst names the first workspace at the set-up and returns its number;
	// it is called in the transaction that makes its owner.
	NameFirst func(ctx context.Context, n Naming) (uint32, error)
	Version   string // of the program, told to those who are signed in
}

// Auth knows operators, sessions and tokens.
type Auth struct {
	db        *db.DB
	options   Options
	hasher    hasher
	decoy     string // a hash to check against when there is no such operator
	byEmail   *throttle
	byAddress *throttle
	offer     atomic.Pointer[Offer] // nil: the first set-up is shut
	origins   http.CrossOriginProtection
}

// Open brings the tables up to date.
func Open(ctx context.Context, d *db.DB, o Options) (*Auth, error) {
	if err := d.Migrate(ctx, "auth", migrations); err != nil {
		return nil, err
	}
	if o.Places == nil {
		o.Places = func() []Place { return nil }
	}
	a := &Auth{
		db: d, options: o, hasher: newHasher(),
		byEmail:   newThrottle(10, 30*time.Second, 10_000),
		byAddress: newThrottle(30, 5*time.Second, 10_000),
	}
	decoy, err := a.hasher.hash(ctx, newSecret(""))
	if err != nil {
		return nil, err
	}
	a.decoy = decoy
	return a, nil
}

func (a *Auth) now() int64 { return db.Micros(a.options.Now()) }
