package console

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func get(h http.Handler, method, target string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestPagesAndFiles(t *testing.T) {
	h := Handler()
	for _, c := range []struct {
		method, target string
		status         int
	}{
		{http.MethodGet, "/", http.StatusOK},
		{http.MethodGet, "/demo/insights/12", http.StatusOK},
		{http.MethodGet, "/assets/of-an-older-build.js", http.StatusNotFound},
		{http.MethodGet, "/nothing.png", http.StatusNotFound},
		{http.MethodGet, "/console.go", http.StatusNotFound},
		{http.MethodPost, "/", http.StatusMethodNotAllowed},
	} {
		if r := get(h, c.method, c.target); r.StatusCode != c.status {
			t.Errorf("%s %s answers %d, want %d", c.method, c.target, r.StatusCode, c.status)
		}
	}
	r := get(h, http.MethodGet, "/demo/today")
	if text, _ := io.ReadAll(r.Body); !strings.Contains(string(text), "<title>Kith</title>") || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		t.Errorf("a page of the console is served as %s: %.80s", r.Header.Get("Content-Type"), text)
	}
}

func TestFilesArePackedAndKept(t *testing.T) {
	body := strings.Repeat("export const x = 1;\n", 100)
	f := load(fstest.MapFS{"dist/assets/a-1.js": {Data: []byte(body)}})["assets/a-1.js"]
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f.serve(w, r, true) })
	r := get(h, http.MethodGet, "/assets/a-1.js", "Accept-Encoding", "gzip, br")
	if r.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
		t.Fatalf("headers %v", r.Header)
	}
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := io.ReadAll(z); string(text) != body {
		t.Error("unpacked, it is not the file")
	}
	if again := get(h, http.MethodGet, "/assets/a-1.js", "Accept-Encoding", "gzip", "If-None-Match", r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked with its ETag, it answers %d", again.StatusCode)
	}
	if plain := get(h, http.MethodGet, "/assets/a-1.js"); plain.Header.Get("ETag") == r.Header.Get("ETag") {
		t.Error("packed and plain share an ETag")
	}
}
