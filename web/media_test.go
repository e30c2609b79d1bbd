package web

import (
	"strings"
	"testing"

	"agora/catalog"
)

func TestPicturesComeInWidthsThatTheirPlaceMayCost(t *testing.T) {
	m := catalog.Media{Key: "l.jpg", Type: "image/jpeg", Thumb: "t.jpg", Small: "s.jpg", Large: "l.jpg", Width: 1280, Height: 960, Cuts: []catalog.Cut{
		{Key: "1280.webp", Width: 1280, Bytes: 90 << 10}, {Key: "l.jpg", Width: 1280, Bytes: 150 << 10},
		{Key: "640.webp", Width: 640, Bytes: 30 << 10}, {Key: "s.jpg", Width: 640, Bytes: 45 << 10},
		{Key: "320.webp", Width: 320, Bytes: 6 << 10}, {Key: "t.jpg", Width: 240, Bytes: 5000}, {Key: "160.webp", Width: 160, Bytes: 2000},
	}}
	list, stage := Media(m, ""), Stage(m)
	if list.Modern != "/media/320.webp 320w, /media/160.webp 160w" || list.URL != "/media/t.jpg" || list.Width != 240 || list.Height != 180 || list.Bytes != 5000 {
		t.Errorf("in a list: %+v", list)
	}
	if !strings.Contains(stage.Modern, "640.webp 640w") || strings.Contains(stage.Modern, "1280") || stage.Full != "/media/l.jpg" ||
		stage.Width != 640 || stage.Height != 480 || !stage.First {
		t.Errorf("on its page: %+v", stage)
	}
	drawing := catalog.Media{Key: "d.svg", Type: "image/svg+xml", Thumb: "d.svg", Small: "d.svg", Large: "d.svg", Width: 240, Height: 240}
	if p := Stage(drawing); p.Modern != "" || p.Full != "" || p.Photo || p.Width != 640 {
		t.Errorf("a drawing: %+v", p)
	}
	if p := Media(catalog.Media{}, ""); p.URL != "" {
		t.Errorf("no picture: %+v", p)
	}
}

func TestWhatOneLooksAtIsInTheSquare(t *testing.T) {
	for _, c := range []struct {
		w, h int
		at   [2]int
		want string
	}{
		{1280, 640, [2]int{}, ""}, {1280, 640, [2]int{500, 1}, ""}, {1280, 640, [2]int{1, 500}, "at0"}, {1280, 640, [2]int{1000, 500}, "at100"},
		{1280, 640, [2]int{380, 900}, "at25"}, {1280, 640, [2]int{625, 1}, "at75"}, {640, 1280, [2]int{1, 1000}, "at100"},
		{640, 640, [2]int{1, 1}, ""}, {0, 0, [2]int{1, 1}, ""},
	} {
		m := catalog.Media{Key: "l.jpg", Thumb: "t.jpg", Width: c.w, Height: c.h, Edit: catalog.Edit{At: c.at}}
		if p := Media(m, ""); p.At != c.want {
			t.Errorf("%d × %d, looked at %v: %q", c.w, c.h, c.at, p.At)
		}
	}
}
