package identity

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/platform/db"
)

// Migrations are the room's tables, for db.Migrate under the name "identity".
//
//go:embed migrations
var Migrations embed.FS

// store is one workspace's share of the room's tables.
type store struct {
	db        *db.DB
	workspace int64
}

type idRow struct {
	bun.BaseModel `bun:"table:identity_ids"`
	Workspace     int64
	Person        int64
	Kind          int64
	ID            string
}

type mergeRow struct {
	bun.BaseModel `bun:"table:identity_merges"`
	Workspace     int64
	Ordinal       int64
	FromPerson    int64
	IntoPerson    int64
	LogSeq        int64
	EventTime     int64
	Rule          int64
	Kind          int64
	ID            string
	Actor         string
	Reason        string
}

// changes are what a commit stores.
type changes struct {
	ids       []ID
	merges    []merge
	first     int // ordinal of the first of merges
	takenBack []undone
	takenAway []unbound
	rules     []*rulebook
	suggested map[suggested]seen
}

// insertRows is how many rows one statement inserts.
const insertRows = 1000

// commit stores changes and moves the position, in one transaction.
func (s store) commit(ctx context.Context, from, to uint64, c *changes) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.move(ctx, from, to); err != nil {
			return err
		}
		if err := s.takeAway(ctx, c.takenAway); err != nil {
			return err
		}
		if err := s.insertIDs(ctx, c.ids); err != nil {
			return err
		}
		if err := s.insertMerges(ctx, c.merges, c.first); err != nil {
			return err
		}
		if err := s.takeBack(ctx, c.takenBack); err != nil {
			return err
		}
		if err := s.insertRules(ctx, c.rules); err != nil {
			return err
		}
		return s.suggest(ctx, c.suggested)
	})
}

func (s store) insertIDs(ctx context.Context, ids []ID) error {
	rows := make([]idRow, 0, min(len(ids), insertRows))
	for ; len(ids) > 0; ids = ids[len(rows):] {
		rows = rows[:0]
		for _, id := range ids[:min(len(ids), insertRows)] {
			rows = append(rows, idRow{Workspace: s.workspace, Person: int64(id.Person), Kind: int64(id.Kind), ID: id.ID})
		}
		if _, err := s.db.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return fmt.Errorf("insert ids: %w", err)
		}
	}
	return nil
}

func (s store) insertMerges(ctx context.Context, merges []merge, ordinal int) error {
	var log []mergeRow
	for ; len(merges) > 0; merges = merges[len(log):] {
		log = log[:0]
		for _, m := range merges[:min(len(merges), insertRows)] {
			log = append(log, mergeRow{Workspace: s.workspace, Ordinal: int64(ordinal), FromPerson: int64(m.From), IntoPerson: int64(m.Into), LogSeq: int64(m.logSeq), EventTime: m.at,
				Rule: int64(m.rule), Kind: int64(m.proof.kind), ID: m.proof.text, Actor: m.by, Reason: m.why})
			ordinal++
		}
		if _, err := s.db.NewInsert().Model(&log).Exec(ctx); err != nil {
			return fmt.Errorf("insert merges: %w", err)
		}
	}
	return nil
}

// move advances the position, unless it is no longer where this process left it.
func (s store) move(ctx context.Context, from, to uint64) error {
	var err error
	var moved int64
	if from == 0 {
		moved, err = s.db.Exec(ctx, "INSERT INTO identity_position (workspace, log_seq) VALUES (?, ?) ON CONFLICT DO NOTHING", s.workspace, int64(to))
	} else {
		moved, err = s.db.Exec(ctx, "UPDATE identity_position SET log_seq = ? WHERE workspace = ? AND log_seq = ?", int64(to), s.workspace, int64(from))
	}
	if err != nil {
		return fmt.Errorf("move position: %w", err)
	}
	if moved != 1 {
		return &kith.Error{Code: kith.Conflict, Message: fmt.Sprintf("the identity of workspace %d has been written by someone else", s.workspace), Hint: "let one process consume a workspace's log, and open the directory again"}
	}
	return nil
}

// position is 0 when nothing was ever committed.
func (s store) position(ctx context.Context) (uint64, error) {
	var seq int64
	err := s.db.NewSelect().Table("identity_position").Column("log_seq").Where("workspace = ?", s.workspace).Scan(ctx, &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read position: %w", err)
	}
	return uint64(seq), nil
}

// merges reads all merges, which of them were taken back, and between whom that
// keeps them apart.
func (s store) merges(ctx context.Context) (pairs []timeline.Pair, back map[int]bool, apart []timeline.Pair, err error) {
	rows, err := s.db.NewSelect().Table("identity_merges").Column("from_person", "into_person", "undone_seq", "undone_again").
		Where("workspace = ?", s.workspace).Order("ordinal").Rows(ctx)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("read merges: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p timeline.Pair
		var seq uint64
		var again bool
		if err := rows.Scan(&p.From, &p.Into, &seq, &again); err != nil {
			return nil, nil, nil, fmt.Errorf("read merges: %w", err)
		}
		pairs = append(pairs, p)
		if seq == 0 {
			continue
		}
		if back == nil {
			back = map[int]bool{}
		}
		if back[len(pairs)] = true; !again {
			apart = append(apart, p)
		}
	}
	return pairs, back, apart, rows.Err()
}

// ids calls each for every id, in no particular order.
func (s store) ids(ctx context.Context, each func(ID) error) error {
	rows, err := s.db.NewSelect().Table("identity_ids").Column("person", "kind", "id").Where("workspace = ?", s.workspace).Rows(ctx)
	if err != nil {
		return fmt.Errorf("read ids: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id ID
		if err := rows.Scan(&id.Person, &id.Kind, &id.ID); err != nil {
			return fmt.Errorf("read ids: %w", err)
		}
		if err := each(id); err != nil {
			return err
		}
	}
	return rows.Err()
}

// between reads the ids of raw persons [lo, hi), by person, kind and text.
func (s store) between(ctx context.Context, lo, hi uint32, each func(ID) error) error {
	query := s.db.NewSelect().Table("identity_ids").Column("person", "kind", "id").
		Where("workspace = ?", s.workspace).Where("person >= ?", int64(lo)).Order("person", "kind", "id")
	if hi != 0 {
		query.Where("person < ?", int64(hi))
	}
	rows, err := query.Rows(ctx)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id ID
		if err := rows.Scan(&id.Person, &id.Kind, &id.ID); err != nil {
			return err
		}
		if err := each(id); err != nil {
			return err
		}
	}
	return rows.Err()
}

// of reads the ids of a few persons.
func (s store) of(ctx context.Context, persons []uint32) ([]ID, error) {
	var ids []ID
	for some := range slices.Chunk(slices.Sorted(slices.Values(persons)), insertRows) {
		rows, err := s.db.NewSelect().Table("identity_ids").Column("person", "kind", "id").
			Where("workspace = ?", s.workspace).Where("person IN ?", bun.Tuple(some)).Order("person", "kind", "id").Rows(ctx)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id ID
			if err := rows.Scan(&id.Person, &id.Kind, &id.ID); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			ids = append(ids, id)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
