package ui

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

// Chart is what all drawings of numbers have in common. A drawing is an image
// with a name and a sentence; the same numbers stand below it in a table that
// opens, so that nobody has to read the drawing.
//
// The drawings carry no text, except the tiles of Nations: words stand around
// them as HTML, in the page's script and size. Time runs in the direction of
// the page.
type Chart struct {
	Title string // what is drawn: "Sales, last 14 days"
	Words string // what there is to see, in a sentence: "28 things sold, most of them on Friday"
	What  string // head of the table's first column: "Day"
	Value string // head of its second: "Sold"
}

// Point is one value of Bars, Line or Funnel.
type Point struct {
	Label string // in the table and under the pointer: "Friday, 21 November"
	Short string // under the drawing: "Fri"; "" takes Label
	Value int64  // its size; any unit, the same for all points
	Text  string // its words: "12,400 som"; "" writes Value as a number
	Open  bool   // not over yet: drawn as an outline
}

// Nation is one value of Nations.
type Nation struct {
	Code, Name string // "KG", "Kyrgyzstan"
	Value      int64
	Text       string // as in Point
}

// id is a name of the chart within its page, the same for the same chart.
func (c Chart) id() string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(c.Title + "\x00" + c.Words))
	return fmt.Sprintf("c%08x", h.Sum32())
}

// worded gives the words of a value.
func worded(ctx context.Context, text string, value int64) string {
	if text != "" {
		return text
	}
	return Locale(ctx).Number(value)
}

func (p Point) words(ctx context.Context) string { return worded(ctx, p.Text, p.Value) }

func (p Point) short() string { return cmp.Or(p.Short, p.Label) }

// scale places values on a height of chartHeight, zero always among them.
type scale struct{ low, high int64 }

// chartHeight is the height of Bars and Line in units of their view box; a
// point or a bar is chartStep wide.
const (
	chartHeight = 100
	chartStep   = 10
)

func scaleOf(points []Point) scale {
	var s scale
	for _, p := range points {
		s.low, s.high = min(s.low, p.Value), max(s.high, p.Value)
	}
	if s.low == s.high {
		s.high = s.low + 1
	}
	return s
}

// y gives the height of a value from the top.
func (s scale) y(v int64) float64 {
	return chartHeight * (float64(s.high) - float64(v)) / (float64(s.high) - float64(s.low))
}

// peak is the point of the greatest value; it must have one.
func peak(points []Point) Point {
	return slices.MaxFunc(points, func(a, b Point) int { return cmp.Compare(a.Value, b.Value) })
}

// units writes a length without trailing zeros.
func units(f float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0")
}

// column is one bar as it is drawn.
type column struct{ x, y, width, height string }

func (s scale) column(i int, v int64) column {
	top, foot := s.y(max(v, 0)), s.y(min(v, 0))
	if v != 0 && foot-top < 1 { // what is there is seen
		top = min(max(foot-1, 0), chartHeight-1)
		foot = top + 1
	}
	return column{units(float64(i*chartStep) + 1), units(top), units(chartStep - 2), units(foot - top)}
}

// path gives the line through all points, and the ground between it and zero.
func (s scale) path(points []Point) (line, ground string) {
	var b strings.Builder
	for i, p := range points {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		fmt.Fprintf(&b, "%s%d %s", verb, i*chartStep+chartStep/2, units(s.y(p.Value)))
	}
	zero := units(s.y(0))
	return b.String(), fmt.Sprintf("%sL%d %sL%d %sZ", b.String(), len(points)*chartStep-chartStep/2, zero, chartStep/2, zero)
}

// percent gives a part of the first of a funnel: whole percents, below ten of
// them with one decimal.
func percent(part, whole int64) int64 {
	s := share(part, whole)
	if s < 1000 {
		return (s + 5) / 10 * 10
	}
	return (s + 50) / 100 * 100
}

// share gives a part of the whole in ten-thousandths.
func share(part, whole int64) int64 {
	if whole <= 0 {
		return 0
	}
	return int64(float64(part) / float64(whole) * 10_000)
}
