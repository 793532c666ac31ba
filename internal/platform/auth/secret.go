package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Secret is a password or token that does not show itself when it is printed,
// logged or encoded.
type Secret string

const hidden = "(hidden)"

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return string(s) }

func (Secret) String() string               { return hidden }
func (Secret) LogValue() slog.Value         { return slog.StringValue(hidden) }
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
func (Secret) Format(f fmt.State, _ rune)   { _, _ = io.WriteString(f, hidden) }

// equal takes the same time whatever the difference is.
func (s Secret) equal(o Secret) bool {
	a, b := sha256.Sum256([]byte(s)), sha256.Sum256([]byte(o))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// hash is what is stored of a token.
func (s Secret) hash() string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// newSecret has 260 random bits after its prefix, which says what it is.
func newSecret(prefix string) Secret {
	return Secret(prefix + strings.ToLower(rand.Text()+rand.Text()))
}
