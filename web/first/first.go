package first

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"
)

//go:embed *.html *.css *.js
var files embed.FS

type file struct {
	body  []byte
	media string
	etag  string
}

// Handler serves the page at / and its files beside it; other paths are not
// found. Browsers keep the files and ask each time whether they changed.
func Handler() http.Handler {
	all := load()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path
		if name == "/" || name == "" {
			name = "/index.html"
		}
		f, ok := all[name]
		switch {
		case !ok:
			http.NotFound(w, r)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "this page is only for reading", http.StatusMethodNotAllowed)
		default:
			h := w.Header()
			h.Set("Content-Type", f.media)
			h.Set("ETag", f.etag)
			h.Set("Cache-Control", "no-cache")
			http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(f.body))
		}
	})
}

// load reads what was embedded; it cannot fail in a binary that was built.
func load() map[string]file {
	all := map[string]file{}
	names, err := fs.Glob(files, "*")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(body)
		all["/"+name] = file{body: body, media: media(name), etag: `"` + hex.EncodeToString(sum[:12]) + `"`}
	}
	return all
}

func media(name string) string {
	if path.Ext(name) == ".js" {
		return "text/javascript; charset=utf-8" // whatever the machine's own table says
	}
	return mime.TypeByExtension(path.Ext(name))
}
