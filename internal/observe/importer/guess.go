package importer

import (
	"context"
	"slices"
	"strings"
	"time"

	"kith/internal/kith"
)

// Guessed is a mapping that a file's header and first rows suggest. What it
// leaves open, an operator must say; Why explains each choice.
type Guessed struct {
	Mapping Mapping  `json:"mapping"`
	Columns []Column `json:"columns"`
	Why     []Why    `json:"why"`
}

// Why is the reason for one part of a guess.
type Why struct {
	Part   string `json:"part"`   // of the mapping: time, user_id, …
	Column string `json:"column"` // "" when nothing was found
	Why    string `json:"why"`

	exact bool // the name is one that we know, not one that ends like it
}

// Names that columns go by, without case, spaces, _, - and dots, the surest first.
var (
	eventNames      = []string{"event", "eventname", "eventtype", "action", "事件", "事件名", "事件名称", "事件类型", "行为", "行为类型"}
	timeNames       = []string{"time", "timestamp", "eventtime", "occurredat", "originaltimestamp", "datetime", "date", "createdat", "ts", "时间", "事件时间", "发生时间", "下单时间", "支付时间", "创建时间", "日期"}
	timeEndings     = []string{"timestamp", "datetime", "date", "time", "时间", "日期"}
	userNames       = []string{"userid", "uid", "customerid", "memberid", "accountid", "distinctid", "user", "customer", "buyerid", "openid", "用户id", "用户编号", "会员id", "会员编号", "会员号", "客户编号", "客户id", "email", "phone", "mobile", "手机", "手机号", "邮箱"}
	anonymousNames  = []string{"anonymousid", "anonid", "deviceid", "visitorid", "clientid", "cookieid", "匿名id", "设备id", "设备编号"}
	idNames         = []string{"messageid", "insertid", "eventid", "uuid", "rowid", "logid", "message", "id", "流水号", "记录编号"}
	propertiesNames = []string{"properties", "props", "属性"}
)

// Guess proposes a mapping by the columns' names, as far as their values agree.
func Guess(ctx context.Context, in Source) (*Guessed, error) {
	now := time.Now()
	s, err := in.sample(ctx, &Mapping{})
	if err != nil {
		return nil, err
	}
	return &s.guess(now).out, nil
}

func (s *sample) guess(now time.Time) *guesser {
	g := &guesser{sample: s, columns: s.describe(now), now: now}
	m := &g.out.Mapping
	m.Format, m.Encoding, m.Delimiter = s.format, s.encoding, s.delimiter
	m.EventColumn = g.find("event_column", eventNames, nil, g.few)
	g.time(m)
	m.UserID = g.find("user_id", userNames, nil, g.filled)
	m.AnonymousID = g.find("anonymous_id", anonymousNames, nil, g.filled)
	m.PropertiesFrom = g.find("properties_from", propertiesNames, nil, g.object)
	if id := g.find("id", idNames, nil, g.unique); id != "" {
		m.ID = []string{id}
	}
	if m.EventColumn == "" {
		g.why("event", "", "no column names the event: say what each row is")
	}
	if m.UserID == "" && m.AnonymousID == "" {
		g.why("user_id", "", "no column is known to tell whose row it is: name one")
	}
	if len(m.ID) == 0 {
		g.why("id", "", "rows are known by their content, equal ones by their order")
	}
	g.out.Columns = g.columns
	return g
}

type guesser struct {
	*sample
	columns []Column
	now     time.Time
	taken   []string
	out     Guessed
}

func (g *guesser) why(part, column, why string) {
	g.out.Why = append(g.out.Why, Why{Part: part, Column: column, Why: why})
}

// find takes the column with the surest name whose values fit.
func (g *guesser) find(part string, names, endings []string, fits func(at int) string) string {
	for _, exact := range []bool{true, false} {
		list := names
		if !exact {
			list = endings
		}
		for _, name := range list {
			for at, c := range g.columns {
				plain := plainName(c.Name)
				if slices.Contains(g.taken, c.Name) || exact && plain != name || !strings.HasSuffix(plain, name) {
					continue
				}
				if why := fits(at); why != "" {
					g.taken = append(g.taken, c.Name)
					g.why(part, c.Name, "by its name, and "+why)
					g.out.Why[len(g.out.Why)-1].exact = exact
					return c.Name
				}
			}
		}
	}
	return ""
}

func plainName(s string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", ".", "").Replace(strings.ToLower(s))
}

func (g *guesser) time(m *Mapping) {
	m.Time = g.find("time", timeNames, timeEndings, func(at int) string {
		values := g.column(at)
		if len(values) == 0 {
			return ""
		}
		format, why := guessFormat(values, m.Zone, g.now)
		if format == "" {
			if strings.Contains(why, "either way") {
				return why
			}
			return ""
		}
		m.TimeFormat = format
		return "its values are times of the form " + format
	})
	if m.Time == "" {
		g.why("time", "", "no column has times in a form known: name one, and its time_format")
	}
}

func (g *guesser) few(at int) string {
	if c := &g.columns[at]; c.Filled > 0.5 && c.Distinct <= 200 && c.Type == text {
		return "it has few different values"
	}
	return ""
}

func (g *guesser) filled(at int) string {
	if g.columns[at].Filled > 0 {
		return "it is filled"
	}
	return ""
}

func (g *guesser) unique(at int) string {
	if c := &g.columns[at]; c.Filled == 1 && c.Distinct == len(g.rows) {
		return "no value comes twice"
	}
	return ""
}

func (g *guesser) object(at int) string {
	values := g.column(at)
	for _, v := range values {
		if v.Kind != kith.JSON && v.Kind != kith.String || !strings.HasPrefix(strings.TrimSpace(v.Str), "{") {
			return ""
		}
	}
	if len(values) == 0 {
		return ""
	}
	return "it holds JSON objects"
}
