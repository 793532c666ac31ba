package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"kith/internal/kith"
	"kith/internal/observe/timeline"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

var workspaces atomic.Int64

// each runs the test on both engines, migrated.
func each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), "identity", Migrations); err != nil {
			t.Fatal(err)
		}
		test(t, d)
	})
}

type fataler interface{ Fatal(...any) }

func open(t fataler, d *db.DB, workspace int64, o Options) *Directory {
	dir, err := Open(context.Background(), d, workspace, o)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestStory: a visitor looks around on a phone, signs up, comes back on a
// laptop, lends the laptop to another user, and is found by every id.
func TestStory(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx, workspace := t.Context(), workspaces.Add(1)
		dir := open(t, d, workspace, Options{})
		seq := uint64(0)
		see := func(user, device string) Resolution {
			seq++
			return dir.Resolve(seq, &kith.Event{MessageID: fmt.Sprint("m", seq), UserID: user, AnonymousID: device, Time: int64(seq)})
		}
		visitor := see("", "phone").Person
		if p := see("wei", "phone").Person; p != visitor {
			t.Errorf("signing up made person %d of visitor %d", p, visitor)
		}
		laptop := see("", "laptop").Person
		r := see("wei", "laptop")
		if want := []timeline.Pair{{From: laptop, Into: visitor}}; r.Person != visitor || !slices.Equal(r.Merges, want) {
			t.Errorf("laptop of a known user: %+v, want merges %v", r, want)
		}
		friend := see("lan", "laptop")
		if friend.Person == visitor || len(friend.Merges) > 0 {
			t.Errorf("a second user on the laptop: %+v", friend)
		}
		if p := see("", "laptop").Person; p != laptop {
			t.Errorf("the laptop alone: person %d, want %d", p, laptop)
		}
		if ids, err := dir.IDs(ctx, visitor); err != nil || len(ids) > 0 {
			t.Errorf("before the commit: %v, %v", ids, err)
		}
		if err := dir.Commit(ctx, seq); err != nil {
			t.Fatal(err)
		}
		ids, err := dir.IDs(ctx, laptop, visitor)
		want := []ID{{Anonymous, "phone", visitor}, {User, "wei", visitor}, {Anonymous, "laptop", laptop}}
		if err != nil || !slices.Equal(ids, want) {
			t.Errorf("ids: %v, %v; want %v", ids, err, want)
		}
		again := open(t, d, workspace, Options{})
		if again.Position() != seq || !slices.Equal(again.Merges(), dir.Merges()) || again.Len() != 4 {
			t.Errorf("opened again: position %d, merges %v, %d ids", again.Position(), again.Merges(), again.Len())
		}
		if other := open(t, d, workspaces.Add(1), Options{}); other.Len() != 0 || other.Position() != 0 {
			t.Error("another workspace sees this one's ids")
		}
	})
}

func TestCommitFails(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx, workspace := t.Context(), workspaces.Add(1)
		dir := open(t, d, workspace, Options{})
		second := open(t, d, workspace, Options{})
		dir.Resolve(1, &kith.Event{UserID: "a", MessageID: "1"})
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		if err := dir.Commit(cancelled, 1); !errors.Is(err, context.Canceled) {
			t.Fatalf("cancelled commit: %v", err)
		}
		if dir.Position() != 0 || open(t, d, workspace, Options{}).Len() != 0 {
			t.Error("a failed commit left something behind")
		}
		if err := dir.Commit(ctx, 1); err != nil {
			t.Fatal(err)
		}
		if err := dir.Commit(ctx, 1); err != nil || dir.Position() != 1 {
			t.Errorf("committing again: %v", err)
		}
		dir.Resolve(3, &kith.Event{UserID: "b", MessageID: "2"})
		if err := dir.Commit(ctx, 2); err == nil {
			t.Error("a commit without the consequences of entry 3 claimed to be at 2 while it has them")
		}
		second.Resolve(1, &kith.Event{UserID: "c", MessageID: "3"})
		if err := second.Commit(ctx, 1); kith.CodeOf(err) != kith.Conflict {
			t.Errorf("a second writer: %v", err)
		}
		if err := dir.Commit(ctx, 3); err != nil {
			t.Fatal(err)
		}
		if got := open(t, d, workspace, Options{}); got.Len() != 2 || got.Position() != 3 {
			t.Errorf("%d ids at %d, want 2 at 3", got.Len(), got.Position())
		}
	})
}

// TestMissing: a store that lost rows must not make one person of many.
func TestMissing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx, workspace := t.Context(), workspaces.Add(1)
		dir := open(t, d, workspace, Options{})
		if err := dir.Commit(ctx, 10); err != nil {
			t.Fatal(err)
		}
		a := dir.Resolve(1, &kith.Event{UserID: "a", MessageID: "1"})
		b := dir.Resolve(2, &kith.Event{UserID: "b", MessageID: "2"})
		if a.Person == b.Person || a.Person == 0 || b.Person == 0 || a.Warning == "" || dir.Counts()["missing"] != 2 {
			t.Errorf("%+v, %+v, %v", a, b, dir.Counts())
		}
	})
}

func TestDamagedStore(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		workspace := workspaces.Add(1)
		for person := 1; person <= 2; person++ {
			if _, err := d.Exec(t.Context(), "INSERT INTO identity_ids (workspace, person, kind, id) VALUES (?, ?, 1, 'twice')", workspace, person); err != nil {
				t.Fatal(err)
			}
		}
		_, err := Open(t.Context(), d, workspace, Options{})
		if err == nil || !strings.Contains(err.Error(), `user id "twice" belongs to persons 1 and 2`) {
			t.Errorf("opened a damaged store: %v", err)
		}
		if _, err := Open(t.Context(), d, workspace, Options{MaxIDs: 1}); kith.CodeOf(err) != kith.Invalid {
			t.Errorf("limit 1: %v", err)
		}
	})
}

// TestText: ids of any script, quotes and backslashes, and ids that differ in
// case only, come back from both engines as they went in.
func TestText(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ids := []string{"o'Brien", `a\b`, `"`, "é", "E\u0301", "用户-1", "u1", "U1", " u1", "?", "%s", "$1", "😀", strings.Repeat("长", kith.MaxIDLen)}
		workspace := workspaces.Add(1)
		dir := open(t, d, workspace, Options{})
		want := map[string]uint32{}
		for _, id := range ids {
			want[id] = dir.Resolve(1, &kith.Event{UserID: id}).Person
		}
		if err := dir.Commit(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		again := open(t, d, workspace, Options{})
		for _, id := range ids {
			if p, ok := again.Find(User, id); !ok || p != want[id] {
				t.Errorf("%q: person %d, %v; want %d", id, p, ok, want[id])
			}
		}
		if again.Len() != len(ids) {
			t.Errorf("%d ids, want %d", again.Len(), len(ids))
		}
	})
}
