package link

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"github.com/boombuler/barcode/qr"

	"kith/internal/kith"
)

// scanParameter tells a scanned code from a link that was clicked.
const scanParameter = "q"

// quiet is the white margin that scanners need, in modules (ISO/IEC 18004).
const quiet = 4

// levels are how much of a code may be missing: 7, 15, 25 and 30 %.
var levels = map[string]qr.ErrorCorrectionLevel{"L": qr.L, "M": qr.M, "Q": qr.Q, "H": qr.H}

// modules is a code as a square of dark and light.
type modules struct{ image.Image }

func newModules(text, level string) (modules, error) {
	l, ok := levels[level]
	if !ok {
		return modules{}, &kith.Error{Code: kith.Invalid, Field: "level", Message: fmt.Sprintf("there is no level %.10q", level), Hint: "use L, M, Q or H; M suits most, H where a logo covers the middle"}
	}
	code, err := qr.Encode(text, l, qr.Auto)
	if err != nil {
		return modules{}, &kith.Error{Code: kith.TooLarge, Message: "the address is too long for a QR code", Hint: "use a shorter address for the console", Err: err}
	}
	return modules{code}, nil
}

func (m modules) size() int { return m.Bounds().Dx() }

func (m modules) dark(x, y int) bool {
	r, _, _, _ := m.At(x, y).RGBA()
	return r == 0
}

// svg draws the code as one path, sharp at any size.
func (m modules) svg() []byte {
	n := m.size()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path fill="#000" d="`, n+2*quiet)
	for y := range n {
		for x := 0; x < n; x++ {
			run := 0
			for x+run < n && m.dark(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	b.WriteString(`"/></svg>` + "\n")
	return []byte(b.String())
}

// png draws the code about size pixels wide: a whole number of pixels a module.
func (m modules) png(size int) ([]byte, error) {
	n := m.size() + 2*quiet
	scale := max(1, size/n)
	out := image.NewPaletted(image.Rect(0, 0, n*scale, n*scale), color.Palette{color.White, color.Black})
	for y := range m.size() {
		for x := range m.size() {
			if !m.dark(x, y) {
				continue
			}
			for dy := range scale {
				from := out.PixOffset((x+quiet)*scale, (y+quiet)*scale+dy)
				for i := range scale {
					out.Pix[from+i] = 1
				}
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, out); err != nil {
		return nil, fmt.Errorf("draw code: %w", err)
	}
	return b.Bytes(), nil
}
