package auth

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestPasswordHash(t *testing.T) {
	h := newHasher()
	phc, err := h.hash(t.Context(), "correct horse")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%s, %v", phc, err)
	}
	again, _ := h.hash(t.Context(), "correct horse")
	if again == phc {
		t.Error("two hashes have one salt")
	}
	for password, want := range map[Secret]bool{"correct horse": true, "correct hors": false, "": false} {
		if ok, stale, err := h.verify(t.Context(), phc, password); ok != want || stale || err != nil {
			t.Errorf("%d characters: %v, stale %v, %v", len(password), ok, stale, err)
		}
	}
}

// TestForeignHash checks one made by the reference implementation:
// echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32 -e
func TestForeignHash(t *testing.T) {
	const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	ok, stale, err := newHasher().verify(t.Context(), phc, "password")
	if !ok || !stale || err != nil {
		t.Errorf("%v, stale %v, %v", ok, stale, err)
	}
}

func TestDamagedHashes(t *testing.T) {
	for _, phc := range []string{
		"", "x", "$argon2i$v=19$m=1,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$",
	} {
		if _, _, err := newHasher().verify(t.Context(), phc, "password"); err == nil {
			t.Errorf("%q is taken", phc)
		}
	}
}

func TestHashingWaitsItsTurn(t *testing.T) {
	h := make(hasher) // no room at all
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := h.hash(ctx, "correct horse"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func BenchmarkHash(b *testing.B) {
	h := newHasher()
	for b.Loop() {
		if _, err := h.hash(b.Context(), "correct horse"); err != nil {
			b.Fatal(err)
		}
	}
}
