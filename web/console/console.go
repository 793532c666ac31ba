package console

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed all:dist
var dist embed.FS

const notBuilt = `<!doctype html><meta charset="utf-8"><title>Kith</title>
<p>This program was built without its console. With Node 20 or newer: <code>make build</code>, then start it again.</p>
<p>这个程序编译时没有带上控制台。装好 Node 20 或更新的版本，执行 <code>make build</code>，再启动。</p>
`

// file is one file of the console. It is packed when it is first asked for by
// a client that takes it packed, and then kept: a few hundred KB in all.
type file struct {
	body   []byte
	packed func() []byte
	media  string
	etag   string
}

// Handler serves the console. An address that names no file is a page of the
// console, which looks at the address itself.
func Handler() http.Handler {
	files := load(dist)
	index, built := files["index.html"]
	if !built {
		index = newFile("index.html", []byte(notBuilt))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "this page is only for reading", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if f, ok := files[name]; ok {
			f.serve(w, r, strings.HasPrefix(name, "assets/"))
			return
		}
		if path.Ext(name) != "" || strings.HasPrefix(name, "assets/") {
			http.NotFound(w, r) // an old page asking for a file of an older build must not get a page
			return
		}
		index.serve(w, r, false)
	})
}

func (f *file) serve(w http.ResponseWriter, r *http.Request, forever bool) {
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("Cache-Control", "no-cache")
	if forever { // its name changes with its content
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("ETag", f.etag)
	h.Add("Vary", "Accept-Encoding")
	body := f.body
	if f.packed != nil && r.Header.Get("Range") == "" && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		body = f.packed()
		h.Set("Content-Encoding", "gzip")
		h.Set("ETag", strings.TrimSuffix(f.etag, `"`)+`-gzip"`)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// load reads what was embedded; it cannot fail in a binary that was built.
func load(embedded fs.FS) map[string]*file {
	all := map[string]*file{}
	err := fs.WalkDir(embedded, "dist", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == ".keep" {
			return err
		}
		body, err := fs.ReadFile(embedded, name)
		all[strings.TrimPrefix(name, "dist/")] = newFile(name, body)
		return err
	})
	if err != nil {
		panic(err)
	}
	return all
}

func newFile(name string, body []byte) *file {
	sum := sha256.Sum256(body)
	f := &file{body: body, media: media(name), etag: `"` + hex.EncodeToString(sum[:12]) + `"`}
	if path.Ext(name) != ".woff2" && len(body) > 512 {
		f.packed = sync.OnceValue(func() []byte { return pack(body) })
	}
	return f
}

func pack(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(body) // into memory: cannot fail
	_ = w.Close()
	return out.Bytes()
}

// media does not ask the machine's own table, which may say anything.
func media(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	return mime.TypeByExtension(path.Ext(name))
}
