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
