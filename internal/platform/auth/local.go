package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kith/internal/kith"
)

const (
	localPrefix = "kl_"
	localFile   = "local.token"
)

// LocalToken is the secret of one run of the server. Whoever may read it in
// the data folder may do anything, as they could with the folder's databases.
type LocalToken struct{ secret Secret }

// NewLocal makes the secret of this run.
func NewLocal() LocalToken { return LocalToken{newSecret(localPrefix)} }

// Write puts the secret into the data folder, readable by its owner alone, in
// place of an earlier run's.
func (t LocalToken) Write(dir string) error {
	f, err := os.CreateTemp(dir, "."+localFile+"-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write local token: %w", err)
	}
	_, err = f.WriteString(t.secret.Reveal() + "\n")
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, localFile))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write local token: %w", err), os.Remove(f.Name()))
	}
	return nil
}

// ReadLocal returns the secret of the server that runs on a data folder, to be
// sent as a bearer token.
func ReadLocal(dir string) (Secret, error) {
	text, err := os.ReadFile(filepath.Join(dir, localFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", &kith.Error{Code: kith.Unavailable, Message: fmt.Sprintf("no server runs on the data folder %s", dir), Hint: "start it with kith serve, or name the folder that it uses", Err: err}
	case errors.Is(err, fs.ErrPermission):
		return "", &kith.Error{Code: kith.Forbidden, Message: fmt.Sprintf("the data folder %s belongs to another user", dir), Hint: "run this as the user that runs the server", Err: err}
	case err != nil:
		return "", fmt.Errorf("read local token: %w", err)
	}
	return Secret(strings.TrimSpace(string(text))), nil
}
