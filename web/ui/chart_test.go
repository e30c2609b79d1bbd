package ui

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"pgregory.net/rapid"
)

var week = []Point{
	{Label: "Monday, 17 November", Short: "Mon", Value: 3}, {Label: "Tuesday, 18 November", Short: "Tue"},
	{Label: "Wednesday, 19 November", Short: "Wed", Value: 12, Text: "12 things"}, {Label: "Thursday, 20 November", Short: "Thu", Value: 5, Open: true},
}

var drawings = map[string]templ.Component{
	"bars":    Bars(Chart{Title: "Sold", Words: "20 sold, most on Wednesday", What: "Day", Value: "Sold"}, week),
	"line":    Line(Chart{Title: "Balance", Words: "Below zero on Tuesday", What: "Day", Value: "Balance"}, []Point{{Label: "1", Value: 400}, {Label: "2", Value: -100}, {Label: "3", Value: 250}}),
	"funnel":  Funnel(Chart{Title: "From look to order"}, []Point{{Label: "Looked", Value: 1200}, {Label: "Into the cart", Value: 90}, {Label: "Ordered", Value: 31}}),
	"nations": Nations(Chart{Title: "Buyers", Words: "Most in Pakistan", What: "Country", Value: "Buyers"}, []Nation{{"KG", "Kyrgyzstan", 2, ""}, {"DE", "Germany", 1, ""}, {"PK", "Pakistan", 40, ""}, {"LK", "Sri Lanka", 0, ""}}),
}

// TestDrawingsAreAsKept compares with testdata; AGORA_KEEP_CHARTS=1 writes it
// anew, to be looked at.
func TestDrawingsAreAsKept(t *testing.T) {
	for name, c := range drawings {
		for _, lang := range []string{"en", "ur"} {
			got := strings.ReplaceAll(render(t, lang, c), "><", ">\n<")
			kept := filepath.Join("testdata", "chart-"+name+"-"+lang+".html")
			if os.Getenv("AGORA_KEEP_CHARTS") != "" {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(kept, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(kept)
			if err != nil {
				t.Fatal(err)
			}
			if string(want) != got {
				t.Errorf("%s differs:\n%s", kept, got)
			}
		}
	}
}

func TestDrawingsTellReadersWhatTheyShow(t *testing.T) {
	for name, c := range drawings {
		html := render(t, "en", c)
		for _, id := range regexp.MustCompile(`aria-(?:labelledby|describedby)="([^"]+)"`).FindAllStringSubmatch(html, -1) {
			if strings.Count(html, `id="`+id[1]+`"`) != 1 {
				t.Errorf("%s: %s is not there once", name, id[1])
			}
		}
		if strings.Contains(html, "style=") || strings.Contains(html, "<script") {
			t.Errorf("%s carries style or script", name)
		}
		if name == "bars" && !strings.Contains(html, "12 things</bdi></td>") {
			t.Errorf("the table lacks a value: %s", html)
		}
	}
}

func TestNothingIsDrawnOfNothing(t *testing.T) {
	for _, html := range []string{render(t, "en", Bars(Chart{Title: "T", Words: "Nothing yet"}, nil)), render(t, "en", Line(Chart{Title: "T", Words: "Nothing yet"}, nil))} {
		if strings.Contains(html, "<svg") || !strings.Contains(html, "Nothing yet") {
			t.Error(html)
		}
	}
	if html := render(t, "en", Funnel(Chart{Title: "T"}, []Point{{Label: "a"}, {Label: "b"}})); !strings.Contains(html, `width="0"`) {
		t.Error(html)
	}
}

func TestColumnsStayWithinTheirGround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-3, 3), rapid.Just(int64(0))), 1, 40).Draw(t, "values")
		points := make([]Point, len(values))
		for i, v := range values {
			points[i].Value = v
		}
		s := scaleOf(points)
		for i, v := range values {
			var y, h float64
			c := s.column(i, v)
			if _, err := fmt.Sscan(c.y+" "+c.height, &y, &h); err != nil {
				t.Fatal(err)
			}
			if y < -1.01 || h < 0 || y+h > chartHeight+1.01 || math.IsNaN(y+h) {
				t.Fatalf("%d of %v is drawn at %v, %v high", v, values, y, h)
			}
			if v != 0 && h < 0.9 {
				t.Fatalf("%d of %v cannot be seen: %v", v, values, h)
			}
		}
	})
}

func TestNoTwoTilesShareAPlace(t *testing.T) {
	at := map[[2]int]string{}
	for _, p := range places18 {
		if other := at[[2]int{p.col, p.row}]; other != "" {
			t.Errorf("%s lies on %s", p.code, other)
		}
		at[[2]int{p.col, p.row}] = p.code
	}
	for _, x := range tiles([]Nation{{Code: "KG", Value: 1}, {Code: "PK", Value: math.MaxInt64}}) {
		if x.fill < 0 || x.fill > tileSide || x.some != (x.code == "KG" || x.code == "PK") {
			t.Errorf("%+v", x)
		}
	}
}
