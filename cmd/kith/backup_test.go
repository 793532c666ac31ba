package main

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// A backup taken while events come in has all that was acknowledged before it
// began, and a folder restored from it goes on by itself.
func TestBackupAndRestore(t *testing.T) {
	folder := t.TempDir()
	dir, backup, restored := filepath.Join(folder, "data"), filepath.Join(folder, "backup"), filepath.Join(folder, "restored")
	s := serve(t, dir)
	key := s.key()
	for i := range 50 {
		if r := s.send(track(fmt.Sprintf("before-%d", i), "Before", fmt.Sprintf("u%d", i%9))); r.status != http.StatusOK {
			t.Fatalf("%+v", r)
		}
	}
	var during atomic.Int64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			body := `{"writeKey":"` + key + `","batch":[` + track(fmt.Sprintf("during-%d", i), "During", fmt.Sprintf("new-%d", i)) + `]}`
			if r, err := s.try("POST", "/v1/batch", body); err != nil || r.status != http.StatusOK {
				t.Errorf("while backing up: %+v, %v", r, err)
				return
			}
			during.Add(1)
		}
	}()
	out := succeed(t, "backup", backup, "--data", dir)
	close(stop)
	<-done
	t.Logf("%s", strings.TrimSpace(out))
	s.await("During", int(during.Load()))
	if r := command(t, "backup", backup, "--data", dir); r.code == 0 || !strings.Contains(r.errors, "exists already") {
		t.Errorf("a backup over a backup: code %d, %s", r.code, r.errors)
	}
	s.stop()

	succeed(t, "restore", backup, "--data", restored+"/") // as a shell completes it
	onlyOurs(t, restored)
	r := serve(t, restored)
	if r.key() != key {
		t.Error("the restored workspace has another write key")
	}
	r.await("Before", 50)
	if n := r.count("During"); n > int(during.Load()) {
		t.Errorf("%d events of %d that were sent", n, during.Load())
	}
	kept := r.count("During")
	// Old ids are still known, new ones get persons of their own.
	for i := range 20 {
		r.send(track(fmt.Sprintf("after-%d", i), "After", fmt.Sprintf("after-%d", i)))
		r.send(track(fmt.Sprintf("before-%d", i), "Before", "u1"))
	}
	r.await("After", 20)
	r.await("Before", 50)
	r.kill()
	again := serve(t, restored)
	again.await("After", 20)
	again.await("Before", 50)
	again.await("During", kept)
	again.stop()
	if got := succeed(t, "doctor", "--data", restored); strings.Contains(got, "BAD") {
		t.Errorf("doctor:\n%s", got)
	}
}

// onlyOurs: a restored folder is as closed to others as one that was made.
func onlyOurs(t *testing.T, dir string) {
	t.Helper()
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may look into the restored folder: %v", info.Mode())
	}
}

func TestRestoreRefuses(t *testing.T) {
	folder := t.TempDir()
	full := filepath.Join(folder, "full")
	if err := os.MkdirAll(full, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(full, "something"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := command(t, "restore", folder, "--data", filepath.Join(folder, "new")); r.code != 2 || !strings.Contains(r.errors, "is not a backup") {
		t.Errorf("from no backup: code %d, %s", r.code, r.errors)
	}
	if _, err := os.Stat(filepath.Join(folder, "new")); !os.IsNotExist(err) {
		t.Errorf("a refused restore left something: %v", err)
	}
	data, backup := filepath.Join(folder, "data"), filepath.Join(folder, "backup")
	if r := command(t, "backup", backup, "--data", data); r.code != 2 || !strings.Contains(r.errors, "no data folder") {
		t.Errorf("of nothing: code %d, %s", r.code, r.errors)
	}
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	succeed(t, "backup", backup, "--data", data) // without a server, of an empty workspace
	if r := command(t, "backup", backup+"2", "--data", data, "--workspace", "typo"); r.code != 2 || !strings.Contains(r.errors, "there are: main") {
		t.Errorf("of a workspace that is not there: code %d, %s", r.code, r.errors)
	}
	if r := command(t, "restore", backup, "--data", full); r.code == 0 || !strings.Contains(r.errors, "not empty") {
		t.Errorf("into a full folder: code %d, %s", r.code, r.errors)
	}
	var left []string
	err := filepath.WalkDir(full, func(path string, _ fs.DirEntry, err error) error { left = append(left, path); return err })
	if err != nil || len(left) != 2 {
		t.Errorf("a refused restore changed the folder: %v, %v", left, err)
	}
}
