package plot

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
)

func values(n int, f func(i int) float64) []*float64 {
	out := make([]*float64, n)
	for i := range out {
		v := f(i)
		out[i] = &v
	}
	return out
}

func dates(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("10/%d", i+1)
	}
	return out
}

func thousands(v float64) string { return fmt.Sprintf("%gk", v/1000) }

// drawn decodes a picture and, for who wants to look, keeps it in KITH_PICTURES.
func drawn(t *testing.T, name string, draw func() ([]byte, error)) image.Image {
	t.Helper()
	data, err := draw()
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("KITH_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// count is how many pixels have nearly the colour.
func count(img image.Image, want color.NRGBA, in image.Rectangle) int {
	n := 0
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			near := func(a, b uint8) bool { return math.Abs(float64(a)-float64(b)) < 6 }
			if near(c.R, want.R) && near(c.G, want.G) && near(c.B, want.B) {
				n++
			}
		}
	}
	return n
}

func TestLinesShowBothPeriods(t *testing.T) {
	now := values(30, func(i int) float64 { return 44000 + 5000*math.Sin(float64(i)) + 200*float64(i) })
	before := values(30, func(i int) float64 { return 43000 + 4000*math.Sin(float64(i)+0.4) })
	chart := Lines{Width: 592, Height: 220, Labels: dates(30), Format: thousands, Lines: []Line{
		{Values: now, Colour: Series(0), Open: true}, {Values: before, Colour: Before, Before: true}}}
	img := drawn(t, "lines", chart.PNG)
	if img.Bounds().Dx() != 1184 || img.Bounds().Dy() != 440 {
		t.Errorf("size %v", img.Bounds())
	}
	if a, b := count(img, Series(0), img.Bounds()), count(img, Before, img.Bounds()); a < 1500 || b < 1000 {
		t.Errorf("the line has %d pixels, the one before %d", a, b)
	}
	now[29] = nil
	gap := drawn(t, "lines-gap", chart.PNG)
	if same := count(gap, Series(0), gap.Bounds()); same >= count(img, Series(0), img.Bounds()) {
		t.Error("a missing value is drawn")
	}
}

func TestStacksStandOnEachOther(t *testing.T) {
	layers := []Stack{}
	for j := range 5 {
		layers = append(layers, Stack{Values: values(14, func(i int) float64 { return float64(400 + 100*j + 30*(i%5)) }), Colour: Series(j)})
	}
	layers[4].Colour = Before
	img := drawn(t, "stacks", (&Stacks{Width: 592, Height: 220, Labels: dates(14), Layers: layers, Open: true, Format: thousands}).PNG)
	low, high := 0, 0
	for y := range img.Bounds().Dy() {
		row := image.Rect(0, y, img.Bounds().Dx(), y+1)
		if count(img, Series(0), row) > 20 {
			low = y
		}
		if high == 0 && count(img, Before, row) > 20 {
			high = y
		}
	}
	if low <= high || high == 0 {
		t.Errorf("the first layer ends at %d, the last begins at %d", low, high)
	}
}

func TestABarIsAsLongAsItsShare(t *testing.T) {
	for _, share := range []float64{0, 0.25, 0.9, 1, 2, math.NaN()} {
		img := drawn(t, fmt.Sprintf("bar-%v", share), (&Bar{Width: 280, Height: 10, Share: share, Colour: Series(0)}).PNG)
		got := float64(count(img, Series(0), image.Rect(0, 10, 560, 11))) / 560
		want := min(max(share, 0), 1)
		if math.IsNaN(share) {
			want = 0
		}
		if math.Abs(got-want) > 0.01 {
			t.Errorf("share %v is drawn as %.3f", share, got)
		}
	}
}

func TestSparkAndEdges(t *testing.T) {
	line := values(20, func(i int) float64 { return float64(i * i % 17) })
	img := drawn(t, "spark", (&Spark{Width: 96, Height: 28, Lines: []Line{{Values: line, Colour: Ink2, Open: true}}}).PNG)
	if count(img, Ink2, img.Bounds()) < 100 {
		t.Error("there is no line")
	}
	flat := values(5, func(int) float64 { return 0 })
	for name, lines := range map[string][]Line{"none": nil, "empty": {{}}, "one": {{Values: flat[:1], Colour: Ink}}, "flat": {{Values: flat, Colour: Ink}}, "nil": {{Values: make([]*float64, 3), Open: true}}} {
		drawn(t, "spark-"+name, (&Spark{Width: 96, Height: 28, Lines: lines}).PNG)
		drawn(t, "lines-"+name, (&Lines{Width: 300, Height: 120, Labels: dates(5), Lines: lines, Format: thousands}).PNG)
	}
	drawn(t, "stacks-none", (&Stacks{Width: 300, Height: 120, Format: thousands}).PNG)
}

func TestAxesHaveRoundSteps(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      span
	}{{0, 4100, span{0, 6000, 2000}}, {41000, 54000, span{40000, 55000, 5000}}, {0.2, 0.5, span{0, 0.6, 0.2}}, {0, 0, span{0, 1, 0.5}}, {-5, 5, span{-5, 5, 5}}} {
		got := spanOf([]*float64{&c.low, &c.high}, false)
		if math.Abs(got.low-c.want.low)+math.Abs(got.high-c.want.high)+math.Abs(got.step-c.want.step) > 1e-9 {
			t.Errorf("%v to %v: %v, want %v", c.low, c.high, got, c.want)
		}
		if n := len(got.ticks()); n < 2 || n > 6 {
			t.Errorf("%v to %v has %d ticks", c.low, c.high, n)
		}
	}
}
