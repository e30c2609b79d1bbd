package aid

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// spot is a place of a map: degrees times 100,000, and how much is lacking there.
type spot struct {
	name     string
	lat, lon int64
	lacks    int64 // how many items
}

// chart is a map drawn without anything from outside: dots, some of their names, and a
// bar of kilometres. Its numbers are those of the viewBox.
type chart struct {
	height int
	dots   []dots
	names  []mapName
	km     int64 // length of the bar
	bar    int
	barAt  int // where it lies, from above
}

// dots are the places of one size, as a path of points with round ends.
type dots struct {
	size  int
	path  string
	lacks bool
}

// mapName is a name beside its dot.
type mapName struct {
	x, y   int
	anchor string
	text   string
}

// Measures of a map.
const (
	mapWidth   = 360
	mapLeast   = 130 // height
	mapMost    = 340
	mapEdge    = 26 // around the outermost dots
	mapDots    = 300
	mapNames   = 16
	mapRunes   = 22 // of a name
	leastSpan  = 0.05
	letterSize = 11.0
	kmOfDegree = 111.32
)

// dotSizes are how large dots are: nothing is lacking, up to the most.
var dotSizes = [...]int{5, 8, 11, 15}

// point is a dot where it is drawn.
type point struct {
	x, y  int
	size  int
	lacks bool
	name  string
}

// drawMap puts places on a map, those that lack most in front where there are too many.
func drawMap(list []spot) (c chart) {
	if len(list) == 0 {
		return c
	}
	slices.SortStableFunc(list, func(a, b spot) int { return cmp.Compare(b.lacks, a.lacks) })
	list = list[:min(len(list), mapDots)]
	place, scale, height := project(list)
	c.height = height
	points := make([]point, len(list))
	for i, s := range list {
		p := point{name: s.name, lacks: s.lacks > 0}
		p.x, p.y = place(s)
		p.size = dotSizes[0]
		if s.lacks > 0 {
			p.size = dotSizes[1+int(math.Round(2*math.Sqrt(float64(s.lacks)/float64(list[0].lacks))))]
		}
		points[i] = p
	}
	c.dots = paths(points)
	c.names = names(points, height)
	c.km, c.bar = scaleBar(scale)
	c.barAt = height - 8
	return c
}

// project gives where each place is drawn: degrees of longitude are as short as at the
// mean latitude. scale is how much a degree of latitude is.
func project(list []spot) (place func(spot) (x, y int), scale float64, height int) {
	mean, west, east := 0.0, math.Inf(1), math.Inf(-1)
	south, north := math.Inf(1), math.Inf(-1)
	for _, s := range list {
		mean += degrees(s.lat) / float64(len(list))
		west, east = min(west, degrees(s.lon)), max(east, degrees(s.lon))
		south, north = min(south, degrees(s.lat)), max(north, degrees(s.lat))
	}
	turn := east-west > 180 // over the line where the days change
	if turn {
		west, east = math.Inf(1), math.Inf(-1)
		for _, s := range list {
			lon := around(degrees(s.lon))
			west, east = min(west, lon), max(east, lon)
		}
	}
	narrow := max(math.Cos(mean*math.Pi/180), 0.05)
	wide, high := max((east-west)*narrow, leastSpan), max(north-south, leastSpan/2)
	scale = min((mapWidth-2*mapEdge)/wide, (mapMost-2*mapEdge)/high)
	height = max(mapLeast, int(math.Round(high*scale))+2*mapEdge)
	midX, midY := (west+east)/2, (south+north)/2
	return func(s spot) (int, int) {
		lon := degrees(s.lon)
		if turn {
			lon = around(lon)
		}
		return int(math.Round(mapWidth/2 + (lon-midX)*narrow*scale)), int(math.Round(float64(height)/2 - (degrees(s.lat)-midY)*scale))
	}, scale, height
}

func degrees(n int64) float64 { return float64(n) / 100_000 }

// around counts degrees of longitude to the east only.
func around(lon float64) float64 {
	if lon < 0 {
		return lon + 360
	}
	return lon
}

// paths draws the dots of each size as one path, each place once.
func paths(points []point) (list []dots) {
	for _, size := range dotSizes {
		var b strings.Builder
		seen := map[[2]int]bool{}
		d := dots{size: size}
		for _, p := range points {
			if at := [2]int{p.x, p.y}; p.size == size && !seen[at] {
				seen[at], d.lacks = true, p.lacks
				fmt.Fprintf(&b, "M%d %dh.1", p.x, p.y)
			}
		}
		if d.path = b.String(); d.path != "" {
			list = append(list, d)
		}
	}
	return list
}

// box is a part of the map that something covers.
type box struct{ left, top, right, bottom float64 }

func (b box) over(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

// names puts the names of the first places beside their dots, where they cover no dot, no
// other name and not the bar; a name that finds no room is left out.
func names(points []point, height int) (list []mapName) {
	taken := []box{{0, float64(height) - 22, 110, float64(height)}}
	for _, p := range points {
		r := float64(p.size) / 2
		taken = append(taken, box{float64(p.x) - r, float64(p.y) - r, float64(p.x) + r, float64(p.y) + r})
	}
	for _, p := range points {
		if len(list) == mapNames {
			break
		}
		text := short(p.name)
		wide, gap := width(text), p.size/2+3
		for _, n := range []mapName{{p.x + gap, p.y + 4, "start", text}, {p.x - gap, p.y + 4, "end", text}, {p.x, p.y - gap - 1, "middle", text}, {p.x, p.y + gap + 8, "middle", text}} {
			b := n.box(wide)
			if b.left < 2 || b.right > mapWidth-2 || b.top < 2 || b.bottom > float64(height)-2 || slices.ContainsFunc(taken, b.over) {
				continue
			}
			list, taken = append(list, n), append(taken, b)
			break
		}
	}
	return list
}

// box is what a name of a width covers.
func (n mapName) box(wide float64) box {
	left := float64(n.x)
	switch n.anchor {
	case "end":
		left -= wide
	case "middle":
		left -= wide / 2
	}
	return box{left, float64(n.y) - letterSize*0.8, left + wide, float64(n.y) + letterSize*0.3}
}

func short(name string) string {
	if utf8.RuneCountInString(name) <= mapRunes {
		return name
	}
	return strings.TrimSpace(string([]rune(name)[:mapRunes-1])) + "…"
}

// width is how wide a text is at most: letters of the east of Asia are as wide as high.
func width(text string) (w float64) {
	for _, r := range text {
		if r >= 0x1100 {
			w += letterSize
		} else {
			w += letterSize * 0.62
		}
	}
	return w
}

// scaleBar gives a round number of kilometres, and how long that is.
func scaleBar(scale float64) (km int64, long int) {
	perKm := scale / kmOfDegree
	km = 1
	for next := int64(1); float64(next)*perKm <= 90; {
		km = next
		switch next / pow10(next) {
		case 2:
			next = next / 2 * 5
		default:
			next *= 2
		}
	}
	return km, int(math.Round(float64(km) * perKm))
}

// pow10 is the power of ten of the first digit.
func pow10(n int64) int64 {
	p := int64(1)
	for n/p >= 10 {
		p *= 10
	}
	return p
}
