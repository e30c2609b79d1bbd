package demo

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"
)

// emblemSide is how many pixels an emblem is wide and high.
const emblemSide = 240

// glazes are the colours of emblems, those of the pages.
var glazes = []color.RGBA{{19, 36, 95, 255}, {15, 127, 134, 255}, {160, 31, 54, 255}, {43, 100, 52, 255}, {207, 133, 7, 255}, {125, 74, 0, 255}}

// figures say whether a point belongs to an emblem, from −1 to 1 across and down.
var figures = []func(x, y float64) bool{
	func(x, y float64) bool { return ring(x, y, .55, .8) || ring(x, y, 0, .3) },                             // a yurt from above
	func(x, y float64) bool { return max(math.Abs(x), math.Abs(y)) < .55 || math.Abs(x)+math.Abs(y) < .78 }, // a star of eight
	func(x, y float64) bool { return y < .7 && y > 1.6*math.Abs(x)-.8 && !(y > .2 && math.Abs(x) < .18) },   // a mountain with a door
	func(x, y float64) bool { return ring(x, y, 0, .8) && math.Mod(math.Abs(y)*10+20, 4) < 2 },              // strata
	func(x, y float64) bool { return ring(x, y, 0, .8) && !ring(x-.28, y-.1, 0, .62) },                      // a crescent
	func(x, y float64) bool { return math.Hypot(x, y) < .55+.25*math.Cos(6*math.Atan2(y, x)) },              // a flower
	func(x, y float64) bool {
		return math.Abs(x)+math.Abs(y) < .85 && math.Abs(math.Abs(x)-math.Abs(y)) > .12
	}, // a felt ornament
	func(x, y float64) bool {
		return math.Abs(y-.3*math.Sin(4*x)) < .16 && math.Abs(x) < .85 || ring(x, y+.55, 0, .2)
	},
}

func ring(x, y, from, to float64) bool { d := math.Hypot(x, y); return d >= from && d <= to }

// emblem draws a logo for an organisation that is invented: always the same for the
// same name.
func emblem(name string) (*bytes.Reader, error) {
	sum := fnv.New32a()
	sum.Write([]byte(name))
	n := int(sum.Sum32() >> 8)
	in, ink := figures[n%len(figures)], glazes[n/len(figures)%len(glazes)]
	img := image.NewRGBA(image.Rect(0, 0, emblemSide, emblemSide))
	const fine = 3 // points a pixel, each way: edges are smooth
	for y := range emblemSide {
		for x := range emblemSide {
			hits := 0
			for i := range fine * fine {
				at := func(p, sub int) float64 { return (float64(p)+(float64(sub)+.5)/fine)*2/emblemSide - 1 }
				if in(at(x, i%fine), at(y, i/fine)) {
					hits++
				}
			}
			mix := func(c uint8) uint8 { return uint8(255 - (255-int(c))*hits/(fine*fine)) }
			img.SetRGBA(x, y, color.RGBA{mix(ink.R), mix(ink.G), mix(ink.B), 255})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return bytes.NewReader(b.Bytes()), err
}
