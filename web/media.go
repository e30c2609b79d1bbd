package web

import (
	"cmp"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/web/ui"
)

// listBytes is the most that one picture of a list may take.
const listBytes = 6 << 10

// Media gives a picture of the catalogue for a list, as wide as sizes says (as
// in <img sizes>; "" for a card).
func Media(m catalog.Media, sizes string) ui.Picture {
	p := picture(m, cmp.Or(m.Thumb, m.Small, m.Key), 240)
	p.Sizes = cmp.Or(sizes, "(min-width:40em) 15rem,45vw")
	p.Modern = srcset(m, listBytes)
	p.At = lookAt(m)
	return p
}

// Stage gives a picture of the catalogue that a page is about. Its largest size
// is a link away: it alone would weigh more than the page.
func Stage(m catalog.Media) ui.Picture {
	p := picture(m, cmp.Or(m.Small, m.Key), 640)
	p.Sizes = "(min-width:60em) 26rem,85vw"
	p.Modern = srcset(m, 6*listBytes)
	p.First = true
	return p
}

// picture is one file of a picture, with the room it takes.
func picture(m catalog.Media, key string, side int) ui.Picture {
	if key == "" {
		return ui.Picture{}
	}
	p := ui.Picture{URL: "/media/" + key, Photo: ui.Photo(m.Type), Bytes: int64(m.Bytes(key)), Width: side, Height: side}
	switch long := max(m.Width, m.Height); {
	case long == 0:
	case long <= side && p.Photo:
		p.Width, p.Height = m.Width, m.Height
	default:
		p.Width, p.Height = max(1, m.Width*side/long), max(1, m.Height*side/long)
	}
	if p.Photo && m.Large != "" && m.Large != key {
		p.Full = "/media/" + m.Large
	}
	return p
}

// srcset lists the WebP files of a picture that take at most so many bytes.
func srcset(m catalog.Media, most int) string {
	var b strings.Builder
	for _, c := range m.Cuts {
		if c.Bytes > most || !strings.HasSuffix(c.Key, ".webp") {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString("/media/" + c.Key + " " + strconv.Itoa(c.Width) + "w")
	}
	return b.String()
}

// lookAt names the class that moves a picture in a square, so that what one looks
// at is in sight; "" leaves it in the middle. Pages have no styles of their own:
// there are five places, of which the nearest is taken.
func lookAt(m catalog.Media) string {
	x, y := m.Focus()
	side, long, at := m.Height, m.Width, x
	if m.Height > m.Width {
		side, long, at = m.Width, m.Height, y
	}
	if side <= 0 || long == side {
		return ""
	}
	hidden := long - side
	moved := min(hidden, max(0, at*long/1000-side/2))
	step := (moved*4 + hidden/2) / hidden
	if step == 2 {
		return ""
	}
	return "at" + strconv.Itoa(step*25)
}

// Whole gives all of a picture, turned as it is shown but not cut.
func Whole(m catalog.Media) ui.Picture {
	return ui.Picture{URL: "/media/" + cmp.Or(m.Turned, m.Small, m.Key), Width: 640, Height: 640}
}
