package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"kith/internal/kith"
	"kith/internal/observe/ingest"
	"kith/internal/platform/api"
	"kith/internal/platform/auth"
	"kith/internal/platform/db"
	"kith/internal/platform/db/dbtest"
)

// office is a house with a desk, and a client at its door.
type office struct {
	*house
	t    *testing.T
	dir  string
	desk *Desk
	mux  http.Handler
	stop func()
}

func newOffice(t *testing.T) *office {
	o := &office{house: newHouse(t), t: t, dir: t.TempDir()}
	o.open()
	return o
}

// open starts a desk, as a program does.
func (o *office) open() {
	space := &Space{Workspace: o.w, ID: 1, Source: 7, Zone: "Asia/Shanghai"}
	o.desk = NewDesk(DeskOptions{Dir: o.dir, Store: NewStore(o.db), Space: func(context.Context, int64) (*Space, error) { return space, nil }, MaxBytes: 1 << 20, MinFree: 1})
	mux, a := api.New("test", "1")
	Routes(a, o.desk, func(context.Context, string) (*Space, error) { return space, nil })
	o.mux = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(auth.With(r.Context(), auth.Caller{Kind: auth.ByLocal})))
	})
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- o.desk.Run(ctx) }()
	o.stop = func() {
		cancel()
		if err := <-ran; err != nil {
			o.t.Error(err)
		}
		o.stop = func() {}
	}
	o.t.Cleanup(func() { o.stop() })
}

// call asks the API; out may be nil. It returns the status and the problem.
func (o *office) call(method, path string, body any, out any) (int, api.Problem) {
	o.t.Helper()
	var in io.Reader
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		in, kind = bytes.NewReader(b), "application/octet-stream"
	default:
		text, err := json.Marshal(b)
		if err != nil {
			o.t.Fatal(err)
		}
		in = bytes.NewReader(text)
	}
	r := httptest.NewRequest(method, "/api/v1/imports"+path, in)
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	o.mux.ServeHTTP(w, r)
	var failure api.Failure
	if w.Code >= 400 {
		if err := json.Unmarshal(w.Body.Bytes(), &failure); err != nil {
			o.t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
		}
	} else if out != nil && w.Code != http.StatusNoContent {
		if text, ok := out.(*string); ok {
			*text = w.Body.String()
		} else if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
			o.t.Fatalf("%s %s: %v: %s", method, path, err, w.Body)
		}
	}
	return w.Code, failure.Problem
}

func (o *office) must(method, path string, body any) (v View) {
	o.t.Helper()
	if code, p := o.call(method, path, body, &v); code >= 300 {
		o.t.Fatalf("%s %s: %d %+v", method, path, code, p)
	}
	return v
}

// upload brings a file in parts of about a third.
func (o *office) upload(name string, data []byte) View {
	o.t.Helper()
	v := o.must("POST", "", map[string]any{"name": name, "size": len(data)})
	for n := len(data)/3 + 1; v.Received < v.Size; {
		at := int(v.Received)
		v = o.must("PUT", fmt.Sprintf("/%d/file?offset=%d", v.Number, at), data[at:min(at+n, len(data))])
	}
	return v
}

// until waits for a state.
func (o *office) until(number int64, states ...State) View {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		v := o.must("GET", fmt.Sprintf("/%d", number), nil)
		for _, s := range states {
			if v.State == s {
				return v
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			o.t.Fatalf("import %d is %s, not %v: %+v", number, v.State, states, v.Failure)
		}
	}
}

const bookshop = `会员编号,手机,下单时间,书名,实付,订单状态,备注,订单号
10482,13800010912,2026/3/5 9:04,山间来信,46.00,已付,周末送,a1
88213,,2026/3/5 21:40,潮汐表,￥128,已退,,a2
,15900013307,2026/3/6 8:00,山间来信,12.5,已付,,a3
30977,,2026/3/6 9:30,潮汐表,待定,已付,,a4
10482,13800010912,2026/3/7 10:00,山间来信,￥20,,,a5
,,2026/3/7 11:00,潮汐表,9,已付,,a6
10482,13800010912,2026/3/8 10:00,山间来信,30,已付,,a7
88213,,2026/3/8 11:00,潮汐表,31,已付,,a8
88213,,2026/3/9 11:00,潮汐表,32,已付,,a9
88213,,2026/3/9 12:00,潮汐表,33,已付,,a10
88213,,2026/3/9 13:00,潮汐表,34,已付,,a11
`

// TestWizard is the way of a file: guessed, corrected, checked, brought in,
// taken back, and brought in again.
func TestWizard(t *testing.T) {
	o := newOffice(t)
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(bookshop)
	if err != nil {
		t.Fatal(err)
	}
	v := o.upload("订单.csv", []byte(gbk))
	if v.State != Drafted || v.Found == nil || v.Found.Encoding != gb18030Name || v.Found.Delimiter != "," {
		t.Fatalf("%+v %+v", v, v.Failure)
	}
	path := fmt.Sprintf("/%d", v.Number)
	var sheet Sheet
	o.call("GET", path+"/sheet", nil, &sheet)
	roles := map[string]Column{}
	for _, c := range sheet.Columns {
		roles[c.Name] = c
	}
	for column, want := range map[string]string{"会员编号": "user_id sure", "手机": "or_user_id sure phone", "下单时间": "time sure time_format", "实付": "property look money", "订单号": "property sure", "备注": "property sure"} {
		if got := roles[column]; !strings.HasPrefix(strings.Join([]string{got.Role, got.Sure, got.Why}, " "), want) {
			t.Errorf("%s is %s %s %s, want %s", column, got.Role, got.Sure, got.Why, want)
		}
	}
	if sheet.Lacks == nil || sheet.Lacks.Field != "event" || sheet.Draft != nil {
		t.Fatalf("nothing says what a row is: %+v", sheet.Lacks)
	}
	var other Sheet
	o.call("PUT", path+"/mapping", Mapping{Delimiter: ";"}, &other)
	if len(other.Columns) != 1 || other.Mapping.Encoding != gb18030Name {
		t.Errorf("read with another delimiter: %+v", other.Found)
	}
	o.call("PUT", path+"/mapping", Mapping{Encoding: gb18030Name}, &other)
	if len(other.Columns) != 8 || other.Mapping.UserID != "会员编号" {
		t.Errorf("read as before: %+v", other.Mapping)
	}
	m := sheet.Mapping
	m.EventColumn, m.ID = "订单状态", []string{"订单号"}
	m.EventNames = map[string]string{"已付": "order_paid", "已退": "order_refunded", "": ""}
	delete(m.Properties, "订单状态")
	sheet = Sheet{}
	if code, p := o.call("PUT", path+"/mapping", m, &sheet); code != 200 || sheet.Lacks != nil || len(sheet.Values) != 3 {
		t.Fatalf("%d %+v %+v", code, p, sheet.Lacks)
	}
	if e := sheet.Draft.Events[1]; e.Event != "order_refunded" || e.UserID != "88213" || e.Row != 2 || e.Properties["实付"] != 128.0 || e.Known {
		t.Errorf("%+v", e)
	}
	o.must("POST", path+"/check", nil)
	r := o.until(v.Number, Drafted).Report
	if r == nil || r.Rows != 11 || r.Made != 8 || r.Skipped != 1 || r.Bad != 2 || r.Persons != 3 || r.Fresh != 3 || len(r.Problems) != 2 {
		t.Fatalf("%+v", r)
	}
	m.Lenient = []string{"实付"}
	o.call("PUT", path+"/mapping", m, nil)
	if r := o.must("GET", path, nil).Report; r != nil {
		t.Error("the report of another mapping is shown")
	}
	o.must("POST", path+"/start", map[string]any{"recipe": true})
	v = o.until(v.Number, Done, Failed)
	if v.State != Done || v.Written != 9 || v.Bad != 1 || !v.Errors || !v.Undoable {
		t.Fatalf("%+v %+v", v, v.Failure)
	}
	var list string
	if code, _ := o.call("GET", path+"/errors.csv", nil, &list); code != 200 || !strings.HasPrefix(list, "\ufeffrow,line") || !strings.Contains(list, "no_identity") {
		t.Errorf("%d %s", code, list)
	}
	o.checkUndone(v.Number)
}

// checkUndone takes the wizard's import back and brings it in again.
func (o *office) checkUndone(number int64) {
	t, path := o.t, fmt.Sprintf("/%d", number)
	var trace ingest.Trace
	o.call("GET", path+"/undo", nil, &trace)
	if trace.Events != 9 || trace.Persons != 4 || trace.Only != 4 {
		t.Fatalf("%+v", trace)
	}
	o.must("POST", path+"/undo", nil)
	v := o.until(number, Undone)
	if v.Undo == nil || v.Undo.Events != 9 || v.Undo.Persons != 4 || o.w.Knows("88213", "") {
		t.Fatalf("%+v", v.Undo)
	}
	if code, p := o.call("POST", path+"/undo", nil, nil); code != 409 {
		t.Errorf("taken back twice: %d %+v", code, p)
	}
	next := o.must("POST", path+"/again", nil)
	if next.State != Drafted || next.Number == number || next.Mapping.EventColumn != "订单状态" {
		t.Fatalf("%+v", next)
	}
	o.must("POST", fmt.Sprintf("/%d/start", next.Number), map[string]any{})
	if v = o.until(next.Number, Done, Failed); v.Written != 9 {
		t.Fatalf("%+v %+v", v, v.Failure)
	}
	other := o.upload("订单 2.csv", []byte("\ufeff"+bookshop)) // another encoding than the first
	if other.Mapping.EventColumn != "订单状态" || !other.Found.BOM || other.Mapping.Encoding != utf8Name {
		t.Errorf("the mapping was not remembered: %+v %+v", other.Mapping, other.Found)
	}
	o.must("POST", fmt.Sprintf("/%d/start", other.Number), map[string]any{})
	if v = o.until(other.Number, Done, Failed); v.Written != 0 || v.Existing != 9 {
		t.Errorf("rows that are there already: %+v %+v", v, v.Failure)
	}
	var page Page
	if o.call("GET", "?count=2", nil, &page); len(page.Imports) != 2 || page.Next == 0 {
		t.Errorf("%+v", page)
	}
}

// TestWrongUploads brings what is not what it says.
func TestWrongUploads(t *testing.T) {
	o := newOffice(t)
	pack := func(s string) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := w.Write([]byte(s))
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	table := "time,user_id,event\n" + strings.Repeat("2026-01-02 03:04:05,u,look\n", 2000)
	for name, c := range map[string]struct {
		data   []byte
		reason string
	}{
		"picture.csv":  {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + strings.Repeat("\x00\x01", 200)), FileImage},
		"book.csv":     {[]byte("PK\x03\x04\x14\x00\x06\x00[Content_Types].xml" + strings.Repeat("x", 99)), FileSpreadsheet},
		"files.zip":    {[]byte("PK\x03\x04\x14\x00\x06\x00orders.csv" + strings.Repeat("x", 99)), FileZip},
		"old.xls":      {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 99)), FileOldSheet},
		"paper.csv":    {[]byte("%PDF-1.7\n1 0 obj"), FilePDF},
		"blank.csv":    {[]byte(" \n\r\n "), FileEmpty},
		"header.csv":   {[]byte("time,user_id,event\n"), FileNoRows},
		"cut.csv.gz":   {pack(table)[:120], FileBrokenGzip},
		"not.gz":       {[]byte("\x1f\x8bnot gzip at all"), FileBrokenGzip},
		"cut.parquet":  {[]byte("PAR1" + strings.Repeat("\x15\x04\x15", 300)), FileBrokenTable},
		"page.csv":     {[]byte("<!DOCTYPE html><html><body>Sign in"), FileWebPage},
		"array.json":   {[]byte(`[{"event":"a"}]`), FileJSONArray},
		"packed.csv":   {[]byte("\x28\xb5\x2f\xfd\x04\x00"), FilePacked},
		"noise.csv":    {bytes.Repeat([]byte{0, 1, 2, 3, 'a', 'b', '\n'}, 300), FileProgram},
		"nothing.json": {[]byte("{broken\n{more"), FileUnreadable},
	} {
		v := o.upload(name, c.data)
		if v.State != Refused || v.Failure == nil || v.Failure.Reason != c.reason || v.Failure.Hint == "" {
			t.Errorf("%s: %s %+v, want %s", name, v.State, v.Failure, c.reason)
			continue
		}
		if _, err := os.Stat(filepath.Join(o.dir, "imports", "1", fmt.Sprint(v.Number), "file")); !os.IsNotExist(err) {
			t.Errorf("%s: the refused file is still here", name)
		}
		o.must("DELETE", fmt.Sprintf("/%d", v.Number), nil)
	}
	for _, body := range []map[string]any{{"name": "a.csv", "size": 0}, {"name": "a.csv", "size": 2 << 20}, {"name": " ", "size": 4}, {"name": strings.Repeat("长", 201), "size": 4}} {
		if code, p := o.call("POST", "", body, nil); code < 400 || code >= 500 || p.Message == "" {
			t.Errorf("%v: %d %+v", body, code, p)
		}
	}
}

// TestTexts are the encodings that spreadsheets write.
func TestTexts(t *testing.T) {
	o := newOffice(t)
	wide := func(s string, big, mark bool) []byte {
		var b []byte
		if mark {
			s = "\ufeff" + s
		}
		for _, u := range utf16.Encode([]rune(s)) {
			if big {
				b = append(b, byte(u>>8), byte(u))
			} else {
				b = append(b, byte(u), byte(u>>8))
			}
		}
		return b
	}
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(bookshop)
	if err != nil {
		t.Fatal(err)
	}
	tabs := strings.ReplaceAll(bookshop, ",", "\t")
	for name, c := range map[string]struct {
		data     []byte
		encoding string
		bom      bool
		comma    string
	}{
		"utf-8":            {[]byte(bookshop), utf8Name, false, ","},
		"utf-8 with mark":  {[]byte("\ufeff" + bookshop), utf8Name, true, ","},
		"gbk":              {[]byte(gbk), gb18030Name, false, ","},
		"excel's unicode":  {wide(tabs, false, true), utf16LEName, true, "\t"},
		"big end":          {wide(bookshop, true, true), utf16BEName, true, ","},
		"little, no mark":  {wide("time;user_id;event\n2026-01-02;甲;look\n", false, false), utf16LEName, false, ";"},
		"semicolons, gzip": {packed(t, strings.ReplaceAll(bookshop, ",", ";")), utf8Name, false, ";"},
	} {
		v := o.upload(name, c.data)
		if v.State != Drafted {
			t.Fatalf("%s: %+v", name, v.Failure)
		}
		if f := v.Found; f.Encoding != c.encoding || f.BOM != c.bom || f.Delimiter != c.comma || f.Gzip != strings.Contains(name, "gzip") {
			t.Errorf("%s is said to be %+v", name, f)
		}
		var sheet Sheet
		if o.call("GET", fmt.Sprintf("/%d/sheet", v.Number), nil, &sheet); len(sheet.Rows) == 0 || strings.ContainsAny(sheet.Columns[0].Name, "\ufeff\ufffd\x00") {
			t.Errorf("%s: %+v", name, sheet.Columns)
		}
	}
}

func packed(t *testing.T, s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestUploadGoesOn: parts that come twice, out of order, too long or broken off
// leave the file as it is.
func TestUploadGoesOn(t *testing.T) {
	o := newOffice(t)
	data := []byte(bookshop)
	v := o.must("POST", "", map[string]any{"name": "a.csv", "size": len(data)})
	path := fmt.Sprintf("/%d/file?offset=", v.Number)
	v = o.must("PUT", path+"0", data[:100])
	for _, again := range []string{"0", "50", "101"} {
		if code, p := o.call("PUT", path+again, data[:100], nil); code != 409 || !p.Retry {
			t.Errorf("a part at %s: %d %+v", again, code, p)
		}
	}
	if code, _ := o.call("PUT", path+"100", append(bytes.Clone(data[100:]), 'x'), nil); code != 400 {
		t.Errorf("too long: %d", code)
	}
	i, err := o.desk.o.Store.Get(t.Context(), 1, v.Number)
	if err != nil {
		t.Fatal(err)
	}
	broken := io.MultiReader(bytes.NewReader(data[100:150]), failingReader{})
	if err := o.desk.Receive(t.Context(), i, 100, broken, LookOptions{}); kith.CodeOf(err) != kith.Unavailable {
		t.Errorf("broken off: %v", err)
	}
	if v = o.must("GET", fmt.Sprintf("/%d", v.Number), nil); v.Received != 150 {
		t.Fatalf("%d bytes are here", v.Received)
	}
	if v = o.must("PUT", path+"150", data[150:]); v.State != Drafted {
		t.Fatalf("%+v", v)
	}
	if text, err := os.ReadFile(o.desk.path(i)); err != nil || string(text) != bookshop {
		t.Errorf("%v: %q", err, text)
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestStopAndGoOn pauses, cancels and restarts an import, and takes a half one back.
func TestStopAndGoOn(t *testing.T) {
	o := newOffice(t)
	v := o.upload("lines.csv", []byte(lines(20_000)))
	path := fmt.Sprintf("/%d", v.Number)
	m := withRule
	m.Zone = "UTC"
	if code, p := o.call("PUT", path+"/mapping", m, nil); code != 200 {
		t.Fatal(p)
	}
	o.must("POST", path+"/start", map[string]any{"force": true})
	if code, _ := o.call("POST", path+"/pause", nil, nil); code == 200 {
		o.until(v.Number, Paused, Done)
	}
	o.stop() // a program that ends leaves it to the next
	o.open()
	if v = o.until(v.Number, Paused, Running, Done); v.State == Paused {
		o.must("POST", path+"/start", map[string]any{})
	}
	v = o.until(v.Number, Done)
	if v.Written+v.Existing != 13_201 || v.Rows != 20_000 {
		t.Fatalf("%+v", v)
	}
	o.must("POST", path+"/undo", nil)
	o.stop()
	o.open()
	if v = o.until(v.Number, Undone); v.Undo.Events != 13_201 {
		t.Errorf("%+v", v.Undo)
	}
	if rows, err := o.w.Status(t.Context()); err != nil || rows.Rows != 0 || rows.IDs != 0 {
		t.Errorf("%v: %d rows and %d ids are left", err, rows.Rows, rows.IDs)
	}
}

// TestSweep removes what nobody touches for long.
func TestSweep(t *testing.T) {
	o := newOffice(t)
	draft := o.upload("draft.csv", []byte(bookshop))
	done := o.upload("done.csv", []byte("time,user_id,event\n2026-01-02,u,look\n"))
	o.must("POST", fmt.Sprintf("/%d/start", done.Number), map[string]any{})
	o.until(done.Number, Done)
	o.stop()
	o.desk.o.Now = func() time.Time { return time.Now().Add(o.desk.o.Keep + time.Hour) }
	o.desk.sweep(t.Context())
	if code, _ := o.call("GET", fmt.Sprintf("/%d", draft.Number), nil, nil); code != 404 {
		t.Errorf("the draft is still there: %d", code)
	}
	if v := o.must("GET", fmt.Sprintf("/%d", done.Number), nil); v.File != "expired" || !v.Undoable {
		t.Errorf("%+v", v)
	}
	if left, _ := filepath.Glob(filepath.Join(o.dir, "imports", "1", "*", "file")); left != nil {
		t.Errorf("left: %v", left)
	}
}

// TestStore keeps imports on both databases.
func TestStore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, s := context.Background(), NewStore(d)
		if err := d.Migrate(ctx, "importer", Migrations); err != nil {
			t.Fatal(err)
		}
		var made []*Import
		for k := range 5 {
			i := &Import{Workspace: int64(1 + k%2), Name: fmt.Sprint("file ", k), Key: "k", State: Drafted, Created: int64(k)}
			if err := s.Create(ctx, i); err != nil {
				t.Fatal(err)
			}
			made = append(made, i)
		}
		if made[4].Number != 3 || made[3].Number != 2 || made[4].Origin != int64(kith.ImportOrigin)|3 {
			t.Fatalf("%+v", made[4])
		}
		if ok, err := s.Move(ctx, made[0], Queued, Drafted, Failed); err != nil || !ok || made[0].State != Queued {
			t.Fatalf("%v %v", ok, err)
		}
		if ok, err := s.Move(ctx, made[0], Running, Drafted); err != nil || ok {
			t.Fatalf("moved from where it was not: %v %v", ok, err)
		}
		if all, err := s.In(ctx, Queued, Running); err != nil || len(all) != 1 || all[0].Number != 1 {
			t.Fatalf("%v %+v", err, all)
		}
		if all, err := s.List(ctx, 1, 3, 10); err != nil || len(all) != 2 || all[0].Number != 2 {
			t.Fatalf("%v %+v", err, all)
		}
		made[4].State = Undone
		if err := s.Save(ctx, made[4]); err != nil {
			t.Fatal(err)
		}
		if i, err := s.Find(ctx, 1, "k"); err != nil || i.Number != 2 {
			t.Fatalf("%v %+v", err, i)
		}
		if _, err := s.Get(ctx, 1, 9); kith.CodeOf(err) != kith.NotFound {
			t.Error(err)
		}
		for _, m := range []string{`{"event":"a"}`, `{"event":"b"}`} {
			if err := s.KeepRecipe(ctx, &Recipe{Workspace: 1, Header: "h", Mapping: m}); err != nil {
				t.Fatal(err)
			}
		}
		if r, err := s.Recipe(ctx, 1, "h"); err != nil || r.Mapping != `{"event":"b"}` {
			t.Errorf("%v %+v", err, r)
		}
	})
}
