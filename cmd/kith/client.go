package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"kith/internal/kith"
	"kith/internal/platform/api"
	"kith/internal/platform/auth"
)

const runningFile = "running.json"

// running is what a server leaves in its data folder for commands.
type running struct {
	Address string `json:"address"`
	PID     int    `json:"pid"`
}

// reachable is the address to dial for one that is listened on.
func reachable(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); err == nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr.String()
}

// client calls the server that runs on a data folder.
type client struct {
	address   string
	token     auth.Secret
	workspace string
}

// client returns nil when no server answers on the data folder.
func (p *place) client(ctx context.Context) *client {
	text, err := os.ReadFile(filepath.Join(p.data, runningFile))
	if err != nil {
		return nil
	}
	var r running
	if json.Unmarshal(text, &r) != nil {
		return nil
	}
	token, err := auth.ReadLocal(p.data)
	if err != nil {
		return nil
	}
	c := &client{address: r.Address, token: token, workspace: p.workspace}
	probe, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if c.call(probe, http.MethodGet, "/api/session", nil, nil) != nil {
		return nil
	}
	return c
}

// call sends in as JSON and reads out; an error of the API comes back as it was.
func (c *client) call(ctx context.Context, method, path string, in, out any) error {
	return c.exchange(ctx, method, path, in, func(res *http.Response) error {
		if out == nil {
			return nil
		}
		return json.NewDecoder(res.Body).Decode(out)
	})
}

// download sends in as JSON and copies the answer.
func (c *client) download(ctx context.Context, path string, in any, to io.Writer) error {
	return c.exchange(ctx, http.MethodPost, path, in, func(res *http.Response) error {
		_, err := io.Copy(to, res.Body)
		warnCut(res.Trailer.Get("X-Kith-More") == "true")
		return err
	})
}

func (c *client) exchange(ctx context.Context, method, path string, in any, take func(*http.Response) error) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.address+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.token.Reveal())
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Kith-Workspace", c.workspace)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("call the server: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 400 {
		var failure api.Failure
		if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&failure); err != nil {
			return fmt.Errorf("the server answered %s", res.Status)
		}
		return &kith.Error{Code: failure.Problem.Code, Message: failure.Problem.Message, Hint: failure.Problem.Hint, Field: failure.Problem.Field}
	}
	return take(res)
}
