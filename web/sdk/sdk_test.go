package sdk

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestTheScriptIsPackedAndKept(t *testing.T) {
	script := strings.Repeat("kith.track('x');\n", 100)
	h := serve([]byte(script))
	ask := func(headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/sdk.js", nil)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		h(w, r)
		return w
	}
	plain, packed := ask(), ask("Accept-Encoding", "gzip")
	if plain.Body.String() != script || plain.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.HasPrefix(plain.Header().Get("Content-Type"), "text/javascript") {
		t.Errorf("plain: %v", plain.Header())
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := io.ReadAll(z); string(text) != script {
		t.Error("unpacked, it is not the script")
	}
	tag := packed.Header().Get("ETag")
	if tag == "" || tag == plain.Header().Get("ETag") {
		t.Errorf("packed has the ETag %s, plain %s", tag, plain.Header().Get("ETag"))
	}
	if w := ask("Accept-Encoding", "gzip", "If-None-Match", tag); w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("asked with its ETag, it answers %d", w.Code)
	}
}

func TestItAnswersEvenWhenNotBuilt(t *testing.T) {
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest("GET", "/sdk.js", nil))
	if w.Code != 200 || w.Body.Len() == 0 {
		t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
	}
}
