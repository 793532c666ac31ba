package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kith/internal/platform/auth"
	"kith/internal/understand/insight"
)

// program is the path of the built program that these tests run.
var program string

func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "kith-program-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "kith")
	if out, err := exec.Command("go", "build", "-tags", "sqlite_fts5", "-o", program, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// patience is how long a test waits for what should take milliseconds.
const patience = 30 * time.Second

// server is a running kith serve.
type server struct {
	t       *testing.T
	dir     string
	cmd     *exec.Cmd
	address string
	ended   chan struct{}
	// workspace is the slug that questions are about; "" for the only one.
	workspace string

	mu  sync.Mutex
	log bytes.Buffer
}

// serve starts the program on a data folder and waits until it is ready.
func serve(t *testing.T, dir string, flags ...string) *server {
	t.Helper()
	s := &server{t: t, dir: dir, ended: make(chan struct{})}
	s.cmd = exec.Command(program, append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0", "--log-format", "json"}, flags...)...)
	errs, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	serving := make(chan string, 1)
	go s.follow(errs, serving)
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			t.Logf("log of the server on %s:\n%s", filepath.Base(dir), s.said())
		}
	})
	select {
	case s.address = <-serving:
	case <-s.ended:
		t.Fatalf("the server ended: %s", s.said())
	case <-time.After(patience):
		t.Fatal("the server does not say that it serves")
	}
	return s
}

// follow keeps what the server says and finds the address in it.
func (s *server) follow(in io.Reader, serving chan<- string) {
	defer close(s.ended)
	for lines := bufio.NewScanner(in); lines.Scan(); {
		s.mu.Lock()
		s.log.Write(append(lines.Bytes(), '\n'))
		s.mu.Unlock()
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "serving" {
			serving <- line.Address
		}
	}
	_ = s.cmd.Wait() // ProcessState tells how it ended
}

func (s *server) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

// kill ends the server as a power cut would.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	<-s.ended
}

// stop asks the server to end, which it does in order and in time.
func (s *server) stop() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	select {
	case <-s.ended:
	case <-time.After(patience):
		s.t.Fatal("the server does not stop")
	}
	if code := s.cmd.ProcessState.ExitCode(); code != 0 {
		s.t.Fatalf("the server ended with code %d", code)
	}
}

// reply is an HTTP answer.
type reply struct {
	status int
	body   string
}

// do sends a request; header names and values alternate.
func (s *server) do(method, path, body string, headers ...string) reply {
	s.t.Helper()
	r, err := s.try(method, path, body, headers...)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *server) try(method, path, body string, headers ...string) (reply, error) {
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, s.address+path, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, string(text)}, err
}

// api calls the API as the machine's own commands do.
func (s *server) api(method, path, body string, out any) {
	s.t.Helper()
	r := s.do(method, path, body, "Authorization", "Bearer "+localToken(s.t, s.dir), "Content-Type", "application/json", "X-Kith-Workspace", s.workspace)
	if r.status != http.StatusOK {
		s.t.Fatalf("%s %s: %d %s", method, path, r.status, r.body)
	}
	if err := json.Unmarshal([]byte(r.body), out); err != nil {
		s.t.Fatalf("%s %s: %v in %s", method, path, err, r.body)
	}
}

// localToken is what lets commands on this machine in.
func localToken(t *testing.T, dir string) string {
	t.Helper()
	token, err := auth.ReadLocal(dir)
	if err != nil {
		t.Fatal(err)
	}
	return token.Reveal()
}

// key is the write key of the workspace's first source.
func (s *server) key() string {
	s.t.Helper()
	var sources []struct {
		WriteKey string `json:"write_key"`
	}
	s.api("GET", "/api/workspaces/1/sources", "", &sources)
	return sources[0].WriteKey
}

// send posts a batch of the Segment protocol with the write key.
func (s *server) send(batch string) reply {
	s.t.Helper()
	return s.do("POST", "/v1/batch", `{"writeKey":"`+s.key()+`","batch":[`+batch+`]}`)
}

// track is one event of the Segment protocol.
func track(id, event, user string) string {
	return fmt.Sprintf(`{"type":"track","messageId":%q,"event":%q,"userId":%q,"properties":{"plan":"pro"}}`, id, event, user)
}

func asking(event string) string {
	return `{"range":{"last":"7d"},"zone":"UTC","trend":{"unit":"total","series":[{"event":"` + event + `"},{"event":"` + event + `","measure":"unique"}],"breakdown":{"property":"plan"}}}`
}

// count asks how many such events there are, by HTTP.
func (s *server) count(event string) int {
	s.t.Helper()
	var a insight.Answer
	s.api("POST", "/api/v1/questions", asking(event), &a)
	return total(&a)
}

func total(a *insight.Answer) int {
	n := 0
	for _, line := range a.Trend.Lines {
		if line.Series == 0 && line.Total != nil {
			n += int(*line.Total)
		}
	}
	return n
}

// await polls until the count is as wanted.
func (s *server) await(event string, want int) {
	s.t.Helper()
	begin := time.Now()
	for {
		got := s.count(event)
		if got == want {
			return
		}
		if got > want || time.Since(begin) > patience {
			s.t.Fatalf("%d events %q, want %d", got, event, want)
		}
	}
}

// result is how a command ended.
type result struct {
	code        int
	out, errors string
}

// command runs the program to its end.
func command(t *testing.T, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	var out, errs bytes.Buffer
	c := exec.CommandContext(ctx, program, args...)
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("kith %s: %v", strings.Join(args, " "), err)
	}
	return result{c.ProcessState.ExitCode(), out.String(), errs.String()}
}

// succeed runs a command that must not fail.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	r := command(t, args...)
	if r.code != 0 {
		t.Fatalf("kith %s: code %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.errors)
	}
	return r.out
}

// askFile writes a question to a file and asks it with the program.
func askFile(t *testing.T, dir, question string) result {
	t.Helper()
	file := filepath.Join(t.TempDir(), "question.json")
	if err := os.WriteFile(file, []byte(question), 0o600); err != nil {
		t.Fatal(err)
	}
	return command(t, "ask", file, "--data", dir)
}

// countFile is count by kith ask.
func countFile(t *testing.T, dir, event string) int {
	t.Helper()
	r := askFile(t, dir, asking(event))
	var a insight.Answer
	if err := json.Unmarshal([]byte(r.out), &a); r.code != 0 || err != nil {
		t.Fatalf("kith ask: code %d, %v\n%s%s", r.code, err, r.out, r.errors)
	}
	return total(&a)
}
