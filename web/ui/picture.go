package ui

import (
	"context"
	"strconv"
)

// Picture is a picture of goods. Its sizes are in the markup, so that nothing
// jumps when it comes.
type Picture struct {
	URL    string // "" draws the star
	Full   string // of the same picture, larger, where one may look closer; "" for none
	Alt    string // "" when the words beside it say the same
	Tint   string
	Photo  bool   // fills its ground, unlike a drawing
	Lazy   bool   // loaded when the reader comes near
	First  bool   // the first thing that the reader sees: loaded before others
	Bytes  int64  // of what URL gives; 0 when unknown
	Modern string // srcset in WebP, for browsers that take it; "" for none
	Set    string // srcset of the kind that URL is of; "" for none
	Sizes  string // how wide it is shown, as in <img sizes>
	Width  int    // pixels; 0 means 240
	Height int
	At     string // class that says what of a photo is seen in its square; "" for the middle

	said bool // the words beside it say what Alt says
}

// Photo reports whether a media type is a photograph that fills its ground.
func Photo(mediaType string) bool { return mediaType != "image/svg+xml" }

// side gives the size of a picture in pixels, 240 when none is known.
func side(n int) string {
	if n <= 0 {
		n = 240
	}
	return strconv.Itoa(n)
}

// picture is the picture of a card; where no picture is shown, its words
// stand in for it.
func (p Product) picture() Picture {
	pic := p.Picture
	if pic.Alt == "" {
		pic.Alt, pic.said = p.Title, true
	}
	return pic
}

type lightKey struct{}

// Lighten makes the page of a context a light one: no pictures until they are
// asked for, no script, no live numbers.
func Lighten(ctx context.Context) context.Context {
	return context.WithValue(ctx, lightKey{}, true)
}

// Light reports whether the page that is being written is a light one.
func Light(ctx context.Context) bool {
	on, _ := ctx.Value(lightKey{}).(bool)
	return on
}

// kib gives whole KiB, rounded up.
func kib(bytes int64) int64 { return (bytes + 1023) / 1024 }

// weight says that here would be a picture, and what it costs to see it.
func (p Picture) weight(ctx context.Context) string {
	if p.Bytes == 0 {
		return T(ctx, "ui.picture")
	}
	return T(ctx, "ui.picture_kib", "kib", kib(p.Bytes))
}
