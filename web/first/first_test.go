package first_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"kith/web/first"
)

func get(t *testing.T, method, target, etag string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	w := httptest.NewRecorder()
	first.Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var reference = regexp.MustCompile(`(?:src|href)="([^"]+)"|(?:from|import) '([^']+)'`)

// Whatever the page or one of its files refers to is there, from here, and of
// a type that browsers accept with nosniff.
func TestEveryReferenceIsServed(t *testing.T) {
	seen, queue := map[string]bool{}, []string{"/"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		r := get(t, http.MethodGet, at, "")
		if r.StatusCode != http.StatusOK {
			t.Fatalf("%s answers %d", at, r.StatusCode)
		}
		want := map[string]string{".js": "text/javascript", ".css": "text/css"}[at[max(0, strings.LastIndexByte(at, '.')):]]
		if !strings.HasPrefix(r.Header.Get("Content-Type"), want) {
			t.Errorf("%s is served as %s", at, r.Header.Get("Content-Type"))
		}
		for _, m := range reference.FindAllStringSubmatch(body(t, r), -1) {
			to := m[1] + m[2]
			if strings.HasPrefix(to, "data:") {
				continue
			}
			if strings.Contains(to, "//") {
				t.Errorf("%s loads %s from another host", at, to)
				continue
			}
			queue = append(queue, "/"+strings.TrimPrefix(strings.TrimPrefix(to, "./"), "/"))
		}
	}
	if len(seen) < 4 {
		t.Errorf("only %d files are reached", len(seen))
	}
}

func TestNothingIsInline(t *testing.T) {
	page := body(t, get(t, http.MethodGet, "/", ""))
	for _, banned := range []string{"<style", "style=", "onclick", "onload", "javascript:"} {
		if strings.Contains(page, banned) {
			t.Errorf("the page contains %s", banned)
		}
	}
	if regexp.MustCompile(`<script[^>]*>[^<]`).MatchString(page) {
		t.Error("the page has an inline script")
	}
}

func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	etag := get(t, http.MethodGet, "/first.css", "").Header.Get("ETag")
	if r := get(t, http.MethodGet, "/first.css", etag); r.StatusCode != http.StatusNotModified {
		t.Errorf("asked with its ETag, a file answers %d", r.StatusCode)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		method, target string
		status         int
	}{
		{http.MethodGet, "/nothing", http.StatusNotFound},
		{http.MethodGet, "/first.go", http.StatusNotFound},
		{http.MethodPost, "/", http.StatusMethodNotAllowed},
	} {
		if r := get(t, c.method, c.target, ""); r.StatusCode != c.status {
			t.Errorf("%s %s answers %d, want %d", c.method, c.target, r.StatusCode, c.status)
		}
	}
}

var words = regexp.MustCompile(`(?m)^    (\w+): `)

// Both languages say everything, and nothing is asked for that none says.
func TestBothLanguagesHaveAllWords(t *testing.T) {
	src := body(t, get(t, http.MethodGet, "/words.js", ""))
	zhPart, enPart, ok := strings.Cut(src, "\n  en: {")
	if !ok {
		t.Fatal("words.js has no English part")
	}
	zh, en := map[string]bool{}, map[string]bool{}
	for _, m := range words.FindAllStringSubmatch(zhPart, -1) {
		zh[m[1]] = true
	}
	for _, m := range words.FindAllStringSubmatch(enPart, -1) {
		en[m[1]] = true
		if !zh[m[1]] {
			t.Errorf("%s is said in English only", m[1])
		}
	}
	for k := range zh {
		if !en[k] {
			t.Errorf("%s is said in Chinese only", k)
		}
	}
	used := regexp.MustCompile(`\b(?:t|say)\('(\w+)'`)
	for _, f := range []string{"first.js", "activity.js", "funnel.js", "retention.js", "people.js", "states.js", "line.js", "live.js", "signin.js"} {
		for _, m := range used.FindAllStringSubmatch(body(t, get(t, http.MethodGet, "/"+f, "")), -1) {
			if !zh[m[1]] {
				t.Errorf("%s asks for the word %s, which neither language has", f, m[1])
			}
		}
	}
}
