package plot

import "image/color"

// The console's light colours; mails have one look.
var (
	Surface = hex(0xFFFFFF)
	Ink     = hex(0x211E1B)
	Ink2    = hex(0x57514B)
	Ink3    = hex(0x746C65)
	Accent  = hex(0xC2441C)
	Before  = hex(0xB5AEA6) // the period before, and what is left over
	Track   = hex(0xE7E4DF)
	axis    = hex(0xD3CFC8)
	split   = hex(0xECE9E4)
)

var series = []color.NRGBA{hex(0xD2542A), hex(0x34587F), hex(0x2F9184), hex(0xCF9412), hex(0x8069CC), hex(0x4FA6E4), hex(0x54300F), hex(0xA1264D)}

// MaxSeries is how many colours can be told apart.
const MaxSeries = 8

// Series is the colour of the i-th series; beyond the last, that of the rest.
func Series(i int) color.NRGBA {
	if i >= 0 && i < len(series) {
		return series[i]
	}
	return Before
}

// Heat is the colour of a value between 0 and 1, and of the text on it.
func Heat(v float64) (ground, text color.NRGBA) {
	i := min(max(int(v*float64(len(heat))), 0), len(heat)-1)
	if i < 5 {
		return heat[i], hex(0x0B2622)
	}
	return heat[i], Surface
}

var heat = []color.NRGBA{hex(0xEEF5F3), hex(0xD3E7E1), hex(0xACD2C9), hex(0x7DB8AD), hex(0x57A598), hex(0x2C7B71), hex(0x185C54), hex(0x0C4039)}

func hex(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xFF}
}
