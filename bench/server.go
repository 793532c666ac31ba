package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"kith/internal/understand/insight"
)

// Program is kith itself, to be run in processes of their own.
type Program struct {
	Path string // of the executable
	// Prepare makes the data folder with a workspace "main" and returns the
	// write key of a source.
	Prepare func(ctx context.Context, dir string) (writeKey string, err error)
	// Find returns where the server with this process id listens and a token
	// that lets one ask; false while it does not yet.
	Find func(dir string, pid int) (address, token string, ok bool)
}

// server is a running kith.
type server struct {
	cmd     *exec.Cmd
	address string // host:port
	token   string
	log     bytes.Buffer
	ended   chan error
}

// startWithin bounds a start, which may have to read the whole log.
const startWithin = 2 * time.Minute

// serve starts kith on a data folder and a free port, and returns when it is
// ready.
func (p *Program) serve(ctx context.Context, dir string) (*server, error) {
	s := &server{ended: make(chan error, 1)}
	s.cmd = exec.Command(p.Path, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	s.cmd.Stderr = &s.log
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	go func() { s.ended <- s.cmd.Wait() }()
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if address, token, ok := p.Find(dir, s.cmd.Process.Pid); ok {
			s.address, s.token = address, token
			if s.call(ctx, http.MethodGet, "/readyz", nil, nil) == nil {
				return s, nil
			}
		}
		select {
		case <-tick.C:
		case err := <-s.ended:
			return nil, fmt.Errorf("the server ended at once: %w\n%s", err, s.log.String())
		case <-ctx.Done():
			return nil, errors.Join(fmt.Errorf("wait for the server: %w", ctx.Err()), s.kill())
		}
	}
}

// kill ends the server as a power cut would, but for the disk's own cache.
func (s *server) kill() error {
	if err := s.cmd.Process.Kill(); err != nil {
		return fmt.Errorf("kill the server: %w", err)
	}
	<-s.ended // "signal: killed" is what was asked for
	return nil
}

// stop asks the server to end.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop the server: %w", err)
	}
	if err := <-s.ended; err != nil {
		return fmt.Errorf("the server did not end well: %w\n%s", err, s.log.String())
	}
	return nil
}

// resident is the most memory that the server has had in use.
func (s *server) resident() (int64, error) {
	text, ok := field("/proc/"+strconv.Itoa(s.cmd.Process.Pid)+"/status", "VmHWM")
	kilobytes, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(text, "kB")), 10, 64)
	if !ok || err != nil {
		return 0, errors.New("the system does not say how much memory the server uses")
	}
	return kilobytes << 10, nil
}

// cpu is the processor time that the server has used, known once it has ended.
func (s *server) cpu() time.Duration {
	return s.cmd.ProcessState.UserTime() + s.cmd.ProcessState.SystemTime()
}

// count asks how many events there are.
func (s *server) count(ctx context.Context) (int, error) {
	now := time.Now().UTC()
	q := insight.Question{
		Range: insight.Range{From: now.AddDate(0, 0, -2).Format(time.DateOnly), To: now.AddDate(0, 0, 2).Format(time.DateOnly)},
		Trend: &insight.Trend{Series: []insight.Series{{Selector: anything}}, Unit: "total"},
	}
	var got insight.Answer
	if err := s.call(ctx, http.MethodPost, "/api/v1/questions", q, &got); err != nil {
		return 0, err
	}
	return int(*got.Trend.Lines[0].Total), nil
}

// countTo asks until there are so many, or it has taken too long, and returns
// the last count.
func (s *server) countTo(ctx context.Context, want int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		n, err := s.count(ctx)
		if err != nil || n >= want {
			return n, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return n, nil
		}
	}
}

func (s *server) call(ctx context.Context, method, path string, in, out any) error {
	text, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+s.address+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("call the server: %w", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return fmt.Errorf("call the server: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answered %s to %s: %s", res.Status, path, body)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(body, out)
}
