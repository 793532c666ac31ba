package simulate

import "kith/internal/kith"

// What people read, where they live and what they are called: invented.

var categories = texts("都市", "悬疑", "科幻", "历史", "武侠", "散文", "少儿", "财经")

const worksPerCategory = 48

// work is a book that can be read by the chapter and bought.
type work struct {
	title    kith.Value
	category kith.Value
	path     kith.Value // on the web
	price    float64    // CNY, of the paper book
}

var works = shelve()

func shelve() []work {
	first := []string{"青山", "晚风", "旧城", "星河", "长夜", "白鹭", "南渡", "春水", "孤灯", "远舟", "霜叶", "海上", "云边", "灯下", "故园", "秋声", "雨巷", "松间", "北岸", "初雪"}
	last := []string{"来信", "渡口", "纪事", "手记", "归途", "回声", "年代", "旅人", "密码", "月色", "小馆", "棋局", "余烬", "航线", "书简", "四时", "物语", "方程", "人间", "往事"}
	out := make([]work, 0, len(categories)*worksPerCategory)
	for c := range categories {
		for range worksPerCategory {
			i := len(out)
			out = append(out, work{
				title:    kith.StringValue(first[i%len(first)] + last[(i/len(first)+i)%len(last)]),
				category: categories[c],
				path:     kith.StringValue("/works/" + string([]byte{'w', '0' + byte(i/100), '0' + byte(i/10%10), '0' + byte(i%10)})),
				price:    float64(18+(i*37)%71) + 0.9,
			})
		}
	}
	return out
}

// city with the tier marketers sort it in.
type city struct {
	name   kith.Value
	tier   float64
	weight float64 // of the people
}

var cities = []city{
	{text("上海"), 1, 0.11}, {text("北京"), 1, 0.11}, {text("深圳"), 1, 0.08}, {text("广州"), 1, 0.07},
	{text("成都"), 2, 0.08}, {text("杭州"), 2, 0.07}, {text("武汉"), 2, 0.06}, {text("南京"), 2, 0.05},
	{text("西安"), 2, 0.05}, {text("长沙"), 2, 0.04}, {text("青岛"), 2, 0.04}, {text("郑州"), 2, 0.04},
	{text("绍兴"), 3, 0.04}, {text("洛阳"), 3, 0.04}, {text("泉州"), 3, 0.04}, {text("绵阳"), 3, 0.04}, {text("襄阳"), 3, 0.04},
}

// platforms of devices; the first two and their app roll out versions slowly.
var platforms = texts("iOS", "Android", "mini-program", "web")

const (
	ios = iota
	android
	mini
	web
)

var versions = texts("5.0.0", "5.1.0", "5.2.0", "5.3.0", "5.4.0", "5.5.0", "5.6.0", "5.7.0", "5.8.0", "5.9.0",
	"6.0.0", "6.1.0", "6.2.0", "6.3.0", "6.4.0", "6.5.0", "6.6.0", "6.7.0", "6.8.0", "6.9.0")

// versionEvery is the time from one release to the next.
const versionEvery = 21 * day

var (
	itemTypes    = texts("paper_book", "e_book", "audio")
	itemDiscount = [...]float64{1, 0.4, 0.6} // of the paper book's price
	queries      = texts("悬疑", "治愈", "长篇", "新书", "完结", "科幻 短篇", "历史 宋朝", "亲子", "理财入门", "听书", "武侠", "获奖")
	shareTargets = texts("wechat", "moments", "weibo", "link")
	refundWhy    = texts("changed_mind", "damaged", "late", "wrong_item")
	nickFirst    = []string{"青柠", "一叶", "南风", "橙子", "半夏", "听雨", "小满", "山野", "云朵", "夜航", "白露", "栗子"}
	nickLast     = []string{"不酸", "小舟", "过境", "同学", "微凉", "读书", "未眠", "来客", "慢递", "的猫", "先生", "与海"}
)

func text(s string) kith.Value { return kith.StringValue(s) }

func texts(all ...string) []kith.Value {
	out := make([]kith.Value, len(all))
	for i, s := range all {
		out[i] = text(s)
	}
	return out
}
