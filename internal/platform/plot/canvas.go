package plot

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// scale is pixels a unit: pictures stay sharp on dense screens.
const scale = 2

// point is a place in units from the top left.
type point struct{ x, y float64 }

type canvas struct {
	img   *image.RGBA
	faces map[*opentype.Font]font.Face
}

func newCanvas(width, height int) *canvas {
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, width*scale, height*scale)), faces: map[*opentype.Font]font.Face{}}
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(Surface), image.Point{}, draw.Src)
	return c
}

func (c *canvas) encode() ([]byte, error) {
	for _, f := range c.faces {
		_ = f.Close()
	}
	var out bytes.Buffer
	err := png.Encode(&out, c.img)
	return out.Bytes(), err
}

// fill paints closed shapes as one: where they overlap is painted once.
func (c *canvas) fill(ink color.Color, shapes ...[]point) {
	box := image.Rectangle{Min: image.Pt(math.MaxInt32, math.MaxInt32), Max: image.Pt(math.MinInt32, math.MinInt32)}
	for _, s := range shapes {
		for _, p := range s {
			box.Min.X, box.Min.Y = min(box.Min.X, int(math.Floor(p.x*scale))), min(box.Min.Y, int(math.Floor(p.y*scale)))
			box.Max.X, box.Max.Y = max(box.Max.X, int(math.Ceil(p.x*scale))), max(box.Max.Y, int(math.Ceil(p.y*scale)))
		}
	}
	if box.Empty() || !box.Overlaps(c.img.Bounds()) || box.Dx() > 8*c.img.Bounds().Dx() || box.Dy() > 8*c.img.Bounds().Dy() {
		return
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	at := func(p point) (float32, float32) {
		return float32(p.x*scale - float64(box.Min.X)), float32(p.y*scale - float64(box.Min.Y))
	}
	for _, s := range shapes {
		s = clockwise(s) // the rasterizer subtracts shapes that turn the other way
		r.MoveTo(at(s[0]))
		for _, p := range s[1:] {
			r.LineTo(at(p))
		}
		r.ClosePath()
	}
	r.Draw(c.img, box, image.NewUniform(ink), image.Point{})
}

func clockwise(s []point) []point {
	area := 0.0
	for i, p := range s {
		q := s[(i+1)%len(s)]
		area += p.x*q.y - q.x*p.y
	}
	if area >= 0 {
		return s
	}
	turned := make([]point, len(s))
	for i, p := range s {
		turned[len(s)-1-i] = p
	}
	return turned
}

// rect is a box; its top corners are rounded by radius, all four if round.
func rect(x, y, w, h, radius float64, round bool) []point {
	radius = min(radius, w/2, h/2)
	if radius <= 0 {
		return []point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
	}
	var s []point
	corner := func(cx, cy, from float64) {
		for i := range 7 {
			a := from + float64(i)*math.Pi/12
			s = append(s, point{cx + radius*math.Cos(a), cy + radius*math.Sin(a)})
		}
	}
	corner(x+radius, y+radius, math.Pi)
	corner(x+w-radius, y+radius, 1.5*math.Pi)
	if !round {
		return append(s, point{x + w, y + h}, point{x, y + h})
	}
	corner(x+w-radius, y+h-radius, 0)
	corner(x+radius, y+h-radius, 0.5*math.Pi)
	return s
}

func circle(at point, radius float64) []point {
	const n = 24
	s := make([]point, n)
	for i := range s {
		a := 2 * math.Pi * float64(i) / n
		s[i] = point{at.x + radius*math.Cos(a), at.y + radius*math.Sin(a)}
	}
	return s
}

// stroke draws a line through points, its joints and ends round.
func (c *canvas) stroke(ink color.Color, width float64, points ...point) {
	var shapes [][]point
	for i, p := range points {
		shapes = append(shapes, circle(p, width/2))
		if i == 0 {
			continue
		}
		if q := points[i-1]; q != p {
			shapes = append(shapes, beam(q, p, width))
		}
	}
	if shapes != nil {
		c.fill(ink, shapes...)
	}
}

// beam is a straight line's outline, with ends cut straight.
func beam(a, b point, width float64) []point {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	dx, dy := (b.x-a.x)/length*width/2, (b.y-a.y)/length*width/2
	return []point{{a.x - dy, a.y + dx}, {a.x + dy, a.y - dx}, {b.x + dy, b.y - dx}, {b.x - dy, b.y + dx}}
}

// dash draws a line from a to b with gaps.
func (c *canvas) dash(ink color.Color, width float64, a, b point) {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	along := func(d float64) point {
		return point{a.x + (b.x-a.x)*d/length, a.y + (b.y-a.y)*d/length}
	}
	for d := 0.0; d < length; d += 6 {
		c.fill(ink, beam(along(d), along(min(d+3, length)), width))
	}
}

var (
	regular = sync.OnceValue(func() *opentype.Font { return parsed(goregular.TTF) })
	medium  = sync.OnceValue(func() *opentype.Font { return parsed(gomedium.TTF) })
)

func parsed(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err) // it is part of the program
	}
	return f
}

// textSize is the height of all words, in units.
const textSize = 12

func (c *canvas) face(f *opentype.Font) font.Face {
	face := c.faces[f]
	if face == nil {
		made, err := opentype.NewFace(f, &opentype.FaceOptions{Size: textSize * scale, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			panic(err) // the options are constants
		}
		face, c.faces[f] = made, made
	}
	return face
}

func (c *canvas) width(f *opentype.Font, text string) float64 {
	return float64(font.MeasureString(c.face(f), text)) / 64 / scale
}

// text writes with its baseline at at.y; align 0 begins at at.x, 0.5 centres
// on it, 1 ends there.
func (c *canvas) text(f *opentype.Font, ink color.Color, at point, align float64, text string) {
	x := at.x - align*c.width(f, text)
	d := font.Drawer{Dst: c.img, Src: image.NewUniform(ink), Face: c.face(f),
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * scale * 64), Y: fixed.Int26_6(at.y * scale * 64)}}
	d.DrawString(text)
}
