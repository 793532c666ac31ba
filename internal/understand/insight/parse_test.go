package insight_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"kith/internal/kith"
	"kith/internal/understand/insight"
)

const goodRange = `"range":{"last":"7d"}`

// TestParseSaysWhatIsWrong: each bad question gets an error that names the
// field and says what it must be.
func TestParseSaysWhatIsWrong(t *testing.T) {
	steps := strings.TrimSuffix(strings.Repeat(`{"event":"a"},`, 50), ",")
	cases := []struct{ name, question, field, says string }{
		{"empty", ``, "", "ends too early"},
		{"broken", `{"range":`, "", "ends too early"},
		{"not JSON", "{\n\"range\": what}", "", "line 2"},
		{"two values", `{` + goodRange + `,"lifecycle":{"selector":{"event":"*"}}} {}`, "", "after the question's closing brace"},
		{"too large", `{"x":"` + strings.Repeat("x", insight.MaxQuestionSize) + `"}`, "", "bytes long"},
		{"no kind", `{` + goodRange + `}`, "", "exactly one kind, this has 0"},
		{"two kinds", `{` + goodRange + `,"lifecycle":{"selector":{"event":"*"}},"stickiness":{"selector":{"event":"*"}}}`, "", "this has 2"},
		{"unknown field", `{` + goodRange + `,"funel":{}}`, "funel", "there is no such field"},
		{"unknown field deep", `{` + goodRange + `,"trend":{"series":[{"event":"a"},{"event":"b","where":[{"property":"p","op":"eq","value":1}]}]}}`, "trend.series[1].where[0].value", "there is no such field"},
		{"wrong type", `{` + goodRange + `,"trend":{"series":"a"}}`, "trend.series", "expects a list"},
		{"zone", `{` + goodRange + `,"zone":"Mars/Olympus","lifecycle":{"selector":{"event":"*"}}}`, "zone", "does not exist"},
		{"local zone", `{` + goodRange + `,"zone":"Local","lifecycle":{"selector":{"event":"*"}}}`, "zone", "does not exist"},
		{"no range", `{"lifecycle":{"selector":{"event":"*"}}}`, "range", "missing"},
		{"year 1", `{"range":{"from":"0001-01-01","to":"2026-01-01"},"lifecycle":{"selector":{"event":"*"}}}`, "range.from", "year 1 "},
		{"year 9999", `{"range":{"from":"2026-01-01","to":"9999-12-31"},"lifecycle":{"selector":{"event":"*"}}}`, "range.to", "year 9999"},
		{"backwards", `{"range":{"from":"2026-02-01","to":"2026-01-01"},"lifecycle":{"selector":{"event":"*"}}}`, "range", "before it begins"},
		{"no date", `{"range":{"from":"yesterday","to":"2026-01-01"},"lifecycle":{"selector":{"event":"*"}}}`, "range.from", "is not a date"},
		{"last", `{"range":{"last":"0d"},"lifecycle":{"selector":{"event":"*"}}}`, "range.last", "not a number of units"},
		{"window zero", `{` + goodRange + `,"funnel":{"steps":[{"event":"a"},{"event":"b"}],"window":"0d"}}`, "funnel.window", "not a length of time above zero"},
		{"window long", `{` + goodRange + `,"funnel":{"steps":[{"event":"a"},{"event":"b"}],"window":"999999w"}}`, "funnel.window", "longer than ten years"},
		{"50 steps", `{` + goodRange + `,"funnel":{"steps":[` + steps + `]}}`, "funnel.steps", "50 steps; a funnel has 2 to 20"},
		{"one step", `{` + goodRange + `,"funnel":{"steps":[{"event":"a"}]}}`, "funnel.steps", "1 steps"},
		{"no event", `{` + goodRange + `,"funnel":{"steps":[{"event":"a"},{}]}}`, "funnel.steps[1].event", "name is missing"},
		{"order", `{` + goodRange + `,"funnel":{"steps":[{"event":"a"},{"event":"b"}],"order":"sideways"}}`, "funnel.order", "not one of ordered, strict, any"},
		{"exclusion", `{` + goodRange + `,"funnel":{"steps":[{"event":"a"},{"event":"b"},{"event":"c"}],"exclude":[{"event":"x","after":2,"before":2}]}}`, "funnel.exclude[0].before", "does not come after"},
		{"same steps", `{` + goodRange + `,"funnel":{"steps":[{"event":"a"},{"event":"a"}],"order":"any"}}`, "funnel.steps[1]", "same as step 1"},
		{"operator", `{` + goodRange + `,"where":[{"property":"p","op":"like","values":["x"]}],"lifecycle":{"selector":{"event":"*"}}}`, "where[0].op", "not one of"},
		{"number wanted", `{` + goodRange + `,"where":[{"property":"p","op":"gt","values":["x"]}],"lifecycle":{"selector":{"event":"*"}}}`, "where[0].values[0]", "compares numbers"},
		{"too few values", `{` + goodRange + `,"where":[{"property":"p","op":"between","values":[1]}],"lifecycle":{"selector":{"event":"*"}}}`, "where[0].values", "takes 2 values, not 1"},
		{"value of a kind", `{` + goodRange + `,"where":[{"property":"p","op":"eq","values":[{"a":1}]}],"lifecycle":{"selector":{"event":"*"}}}`, "where[0].values[0]", "a text, a number or a boolean"},
		{"sum of nothing", `{` + goodRange + `,"trend":{"series":[{"event":"a","measure":"sum"}]}}`, "trend.series[0].property", "its name is missing"},
		{"percentile", `{` + goodRange + `,"trend":{"series":[{"event":"a","measure":"percentile","property":"p","percentile":101}]}}`, "trend.series[0].percentile", "between 0 and 100"},
		{"formula letter", `{` + goodRange + `,"trend":{"series":[{"event":"a"}],"formula":"A/B"}}`, "trend.formula", "no series"},
		{"formula end", `{` + goodRange + `,"trend":{"series":[{"event":"a"}],"formula":"(A"}}`, "trend.formula", "ends too early"},
		{"brackets", `{` + goodRange + `,"retention":{"start":{"event":"a"},"return":{"event":"a"},"mode":"brackets","brackets":[[3,1]]}}`, "retention.brackets[0]", "not first and last period"},
		{"thresholds", `{` + goodRange + `,"rfm":{"selector":{"event":"a"},"property":"p","bins":3,"monetary":[5,5]}}`, "rfm.monetary[1]", "must ascend"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := insight.Parse([]byte(c.question))
			var e *kith.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want a kith.Error", err)
			}
			if e.Code != kith.Invalid || e.Field != c.field || !strings.Contains(e.Message, c.says) {
				t.Errorf("got %s %q %q, want invalid %q …%q…", e.Code, e.Field, e.Message, c.field, c.says)
			}
		})
	}
}

// FuzzParse: whatever comes, Parse returns; what it accepts stays the same
// question when written and read again.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"range":{"last":"30d"},"zone":"Asia/Shanghai","funnel":{"steps":[{"event":"a"},{"events":["b","c"],"where":[{"property":"p","op":"between","values":[1,2]}]}],"window":"7d","exclude":[{"event":"x"}],"breakdown":{"property":"p"}}}`))
	f.Add([]byte(`{"range":{"from":"2026-01-01","to":"2026-01-31"},"trend":{"series":[{"event":"*","measure":"unique","rolling":7},{"event":"a","measure":"percentile","property":"p","percentile":90}],"formula":"(A+1)/B*2"}}`))
	f.Add([]byte(`{"range":{"last":"6mo"},"retention":{"start":{"event":"a"},"return":{"event":"*"},"mode":"brackets","brackets":[[1,2]]}}`))
	f.Add([]byte(`{"range":{"last":"1h"},"paths":{"from":{"event":"a"},"by":"p","only":["a"]}}`))
	f.Add([]byte(`{"range":{"last":"12w"},"rfm":{"selector":{"event":"a"},"property":"p","bins":2,"frequency":[3]}}`))
	f.Add([]byte(strings.Repeat(`{"where":[`, 200)))
	f.Fuzz(func(t *testing.T, data []byte) {
		q, err := insight.Parse(data)
		if err != nil {
			var e *kith.Error
			if !errors.As(err, &e) || e.Message == "" {
				t.Fatalf("an error without a message for people: %v", err)
			}
			return
		}
		text, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		again, err := insight.Parse(text)
		if err != nil {
			t.Fatalf("accepted, then refused: %v\n%s", err, text)
		}
		if !reflect.DeepEqual(q, again) {
			t.Fatalf("another question when read again:\n%s", text)
		}
	})
}
