package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"kith/internal/kith"
)

// cost is how hard a guess is made: the second of the settings that the OWASP
// password storage cheat sheet recommends for argon2id.
type cost struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

var costNow = cost{memory: 19 << 10, passes: 2, threads: 1}

const (
	saltSize = 16 // bytes
	keySize  = 32 // bytes
)

// hasher makes and checks hashes, as many at once as there are cores: each
// takes 19 MiB, and sign-ins must not be a way to use up the memory.
type hasher chan struct{}

func newHasher() hasher { return make(hasher, runtime.GOMAXPROCS(0)) }

// hash returns $argon2id$v=19$m=…,t=…,p=…$salt$key.
func (h hasher) hash(ctx context.Context, password Secret) (string, error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	key, err := h.key(ctx, password, salt, costNow)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		costNow.memory, costNow.passes, costNow.threads, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// verify reports whether the password is the hash's, and whether the hash was
// made at another cost than today's and should be made anew.
func (h hasher) verify(ctx context.Context, phc string, password Secret) (ok, stale bool, err error) {
	c, salt, want, err := parsePHC(phc)
	if err != nil {
		return false, false, err
	}
	got, err := h.key(ctx, password, salt, c)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, c != costNow, nil
}

func (h hasher) key(ctx context.Context, password Secret, salt []byte, c cost) ([]byte, error) {
	select {
	case h <- struct{}{}:
		defer func() { <-h }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, keySize), nil
}

func parsePHC(phc string) (c cost, salt, key []byte, err error) {
	damaged := errors.New("the stored password hash is damaged")
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, damaged
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads); err != nil {
		return c, nil, nil, damaged
	}
	// Beyond these a damaged row would take the machine's memory, or panic.
	if c.memory > 1<<20 || c.passes < 1 || c.passes > 64 || c.threads < 1 {
		return c, nil, nil, damaged
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return c, nil, nil, damaged
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(key) != keySize {
		return c, nil, nil, damaged
	}
	return c, salt, key, nil
}

// Bounds of a password, in characters. Its kinds of characters are nobody's
// business (NIST SP 800-63B).
const (
	minPassword = 10
	maxPassword = 200
)

func checkPassword(password Secret) error {
	n := utf8.RuneCountInString(string(password))
	if n >= minPassword && n <= maxPassword {
		return nil
	}
	return &kith.Error{Code: kith.Invalid, Field: "password", Message: fmt.Sprintf("has %d characters", n),
		Hint: fmt.Sprintf("use %d to %d; a few words in a row are easy to remember", minPassword, maxPassword)}
}
