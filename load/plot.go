package load

import (
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"
)

// The size of a plot and of its margins, in pixels.
const (
	plotWidth, plotHeight            = 900, 500
	plotLeft, plotRight              = 70, 190
	plotTop, plotBottom              = 64, 56
	innerWidth, innerHeight          = plotWidth - plotLeft - plotRight, plotHeight - plotTop - plotBottom
	legendLine, legendMark, fontSize = 20, 22, 12
)

// colours of lines, which people who see few colours tell apart as well.
var colours = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"}

// axis turns figures into pixels.
type axis struct{ low, high, from, to float64 }

func (a axis) at(v float64) float64 {
	return a.from + (v-a.low)/(a.high-a.low)*(a.to-a.from)
}

// nines is how far a share lies to the right: 90 at 1, 99 at 2, 99.9 at 3.
func nines(percent float64) float64 { return -math.Log10(1 - percent/100) }

// Plot draws the curves of a report as SVG: how long which share of the
// answers took at most, both scales logarithmic, so that the slowest of ten
// thousand is seen as well as the middle one.
func (r *Report) Plot(w io.Writer) error {
	x := axis{0, 1, plotLeft, plotLeft + innerWidth}
	low, high := math.Inf(1), math.Inf(-1)
	for _, a := range r.Acts {
		for _, p := range a.Curve {
			x.high = math.Max(x.high, nines(p.Percent))
			low, high = math.Min(low, p.MS), math.Max(high, p.MS)
		}
	}
	if math.IsInf(low, 0) {
		low, high = 1, 10
	}
	low, high = math.Max(low, 0.001), math.Max(high, 0.002)
	y := axis{math.Log10(step(low, false)), math.Log10(step(high, true)), plotTop + innerHeight, plotTop}
	if y.low == y.high {
		y.high++
	}

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="%d" fill="#222">`+"\n",
		plotWidth, plotHeight, plotWidth, plotHeight, fontSize)
	fmt.Fprintf(&b, `<title>%s</title>`+"\n"+`<rect width="100%%" height="100%%" fill="#fff"/>`+"\n", html.EscapeString(r.heading()))
	letters(&b, plotLeft, 26, `font-size="16" font-weight="bold"`, r.heading())
	letters(&b, plotLeft, 46, `fill="#555"`, r.subheading())
	r.grid(&b, x, y)
	r.curves(&b, x, y)
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) heading() string { return r.Scenario + " at " + r.Endpoint }

func (r *Report) subheading() string {
	kind := fmt.Sprintf("closed loop, %d workers", r.Workers)
	if r.Loop == "open" {
		kind = fmt.Sprintf("open loop, %g arrivals a second", r.Rate)
	}
	if r.Flash != nil {
		kind = fmt.Sprintf("%d buyers at once", r.Flash.Buyers)
	}
	return fmt.Sprintf("%s; %g requests a second over %g s; %s", kind, r.PerSecond, r.Seconds, r.At)
}

// step gives the next of 1, 2, 5, 10, 20 … below a figure, or above.
func step(v float64, up bool) float64 {
	decade := math.Pow(10, math.Floor(math.Log10(v)))
	steps := []float64{1, 2, 5, 10}
	if up {
		for _, s := range steps {
			if s*decade >= v {
				return s * decade
			}
		}
	}
	for i := len(steps) - 1; i > 0; i-- {
		if steps[i]*decade <= v {
			return steps[i] * decade
		}
	}
	return decade
}

// grid draws both axes with their marks.
func (r *Report) grid(b *strings.Builder, x, y axis) {
	for _, p := range []float64{0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999} {
		if n := nines(p); n <= x.high+1e-9 {
			at := x.at(n)
			fmt.Fprintf(b, `<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#ddd"/>`+"\n", at, plotTop, at, plotTop+innerHeight)
			letters(b, at, plotTop+innerHeight+18, `text-anchor="middle"`, strconv.FormatFloat(p, 'f', -1, 64)+" %")
		}
	}
	for decade := math.Floor(y.low); decade <= math.Ceil(y.high); decade++ {
		for _, s := range []float64{1, 2, 5} {
			v := math.Log10(s) + decade
			if v < y.low-1e-9 || v > y.high+1e-9 {
				continue
			}
			at := y.at(v)
			fmt.Fprintf(b, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#ddd"/>`+"\n", plotLeft, at, plotLeft+innerWidth, at)
			letters(b, plotLeft-8, at+4, `text-anchor="end"`, strconv.FormatFloat(s*math.Pow(10, decade), 'g', 4, 64))
		}
	}
	fmt.Fprintf(b, `<path d="M%d %dV%dH%d" fill="none" stroke="#222"/>`+"\n", plotLeft, plotTop, plotTop+innerHeight, plotLeft+innerWidth)
	letters(b, plotLeft+innerWidth/2, plotHeight-12, `text-anchor="middle"`, "share of answers")
	middle := plotTop + innerHeight/2
	letters(b, 18, float64(middle), fmt.Sprintf(`text-anchor="middle" transform="rotate(-90 18 %d)"`, middle), "milliseconds at most")
}

// curves draws a line for each act, and the legend.
func (r *Report) curves(b *strings.Builder, x, y axis) {
	drawn := 0
	for _, a := range r.Acts {
		if len(a.Curve) == 0 {
			continue
		}
		style := fmt.Sprintf(`stroke="%s" stroke-width="2"`, colours[drawn%len(colours)])
		if drawn >= len(colours) {
			style += ` stroke-dasharray="6 4"`
		}
		b.WriteString(`<polyline fill="none" ` + style + ` points="`)
		for i, p := range a.Curve {
			if i > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(b, "%.1f,%.1f", x.at(nines(p.Percent)), y.at(math.Log10(math.Max(p.MS, 0.001))))
		}
		b.WriteString("\"/>\n")
		left, top := plotLeft+innerWidth+16, plotTop+10+drawn*legendLine
		fmt.Fprintf(b, `<line x1="%d" y1="%d" x2="%d" y2="%d" %s/>`+"\n", left, top, left+legendMark, top, style)
		letters(b, float64(left+legendMark+6), float64(top+4), "", a.Name)
		drawn++
	}
}

// letters writes a text at a place.
func letters(b *strings.Builder, x, y float64, attributes, s string) {
	if attributes != "" {
		attributes = " " + attributes
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f"%s>%s</text>`+"\n", x, y, attributes, html.EscapeString(s))
}
