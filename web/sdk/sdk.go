// Package sdk is Kith's own client for pages in a browser, embedded as it was
// built into dist by make sdk. Its sources are TypeScript in src.
package sdk

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"time"
)

//go:embed all:dist
var dist embed.FS

const notBuilt = `console.error("This Kith was built without its client for pages: make build, then start it again.")` + "\n"

// Handler serves the script that pages load. They ask again after an hour, and
// by its ETag: an update reaches every page without its being changed.
func Handler() http.Handler {
	script, err := fs.ReadFile(dist, "dist/kith.js")
	if err != nil {
		script = []byte(notBuilt)
	}
	return serve(script)
}

func serve(script []byte) http.HandlerFunc {
	sum := sha256.Sum256(script)
	tag := hex.EncodeToString(sum[:12])
	packed := sync.OnceValue(func() []byte { return pack(script) })
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		h.Set("Cache-Control", "public, max-age=3600")
		h.Set("Access-Control-Allow-Origin", "*")             // for pages that check its integrity
		h.Set("Cross-Origin-Resource-Policy", "cross-origin") // and those that only embed what says so
		h.Add("Vary", "Accept-Encoding")
		body, etag := script, tag
		if r.Header.Get("Range") == "" && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			body, etag = packed(), tag+"-gzip"
			h.Set("Content-Encoding", "gzip")
		}
		h.Set("ETag", `"`+etag+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	}
}

func pack(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(body) // into memory: cannot fail
	_ = w.Close()
	return out.Bytes()
}
