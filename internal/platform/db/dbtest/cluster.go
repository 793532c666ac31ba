//go:build unix

package dbtest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

var errNoServer = errors.New("no PostgreSQL server is installed (initdb is neither in `pg_config --bindir` nor in /usr/lib/postgresql/*/bin); on Debian: apt-get install postgresql")

// The cluster's life hangs on a pipe: the script stops the server and removes
// the folder when its input ends, and the kernel ends it when this process
// does, however it dies. So no test has to stop anything, and a killed run
// leaves nothing behind.
const script = `
dir=$1 bin=$2
trap '' INT TERM HUP PIPE
"$bin/initdb" -D "$dir/data" -U kith -A trust --no-sync -E UTF8 --locale=C >"$dir/initdb.log" 2>&1 </dev/null &&
"$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/server.log" -o "-k '$dir' -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=32MB" start >"$dir/start.log" 2>&1 </dev/null &&
echo ready || { cat "$dir"/*.log; echo failed; }
exec >/dev/null 2>&1
cat >/dev/null
"$bin/pg_ctl" -D "$dir/data" -m immediate -w stop
rm -rf "$dir"
`

func startCluster() (cluster, error) {
	bin, err := serverBinaries()
	if err != nil {
		return cluster{}, err
	}
	// Not the test's TMPDIR: another user may have to reach it, and a socket's
	// path has at most 107 bytes.
	dir, err := os.MkdirTemp("/tmp", "kith-pg-")
	if err != nil {
		return cluster{}, err
	}
	cmd := exec.Command("/bin/sh", "-c", script, "sh", dir, bin)
	cmd.Dir = dir
	if cmd.SysProcAttr, err = asServerUser(dir); err != nil {
		return cluster{}, err
	}
	in, err := cmd.StdinPipe() // never closed: it closes with this process
	if err != nil {
		return cluster{}, err
	}
	lifeline = in
	out, err := cmd.StdoutPipe()
	if err != nil {
		return cluster{}, err
	}
	if err := cmd.Start(); err != nil {
		return cluster{}, err
	}
	return cluster{dir}, awaitReady(out)
}

// lifeline keeps the pipe from being collected and closed; nobody reads it.
//
//lint:ignore U1000 what counts is that it refers to the pipe
var lifeline io.Closer

func awaitReady(out io.Reader) error {
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		switch lines.Text() {
		case "ready":
			return nil
		case "failed":
			return errors.New(said.String())
		}
		fmt.Fprintln(&said, lines.Text())
	}
	return fmt.Errorf("the server said nothing more: %s", said.String())
}

// serverBinaries is the folder of initdb and pg_ctl.
func serverBinaries() (string, error) {
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Reverse(folders) // the newest first
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folders = append([]string{strings.TrimSpace(string(out))}, folders...)
	}
	for _, dir := range folders {
		if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil {
			return dir, nil
		}
	}
	return "", errNoServer
}

// asServerUser hands dir to the user postgres when we are root, as whom the
// server refuses to run, and keeps a Ctrl-C in the terminal from it.
func asServerUser(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("root cannot run the server and there is no user postgres: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(dir, uid, gid)
}
