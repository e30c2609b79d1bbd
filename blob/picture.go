package blob

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io"
	"slices"

	"agora/blob/webp"
	"agora/fault"
)

// Picture is one picture in its sizes; a side is never longer than the number,
// and a picture that is smaller stays as it is.
type Picture struct {
	Thumb         Key // 240 pixels, JPEG, at most 6 KiB
	Small         Key // 640 pixels, JPEG, at most 48 KiB
	Large         Key // 1280 pixels, JPEG, at most 192 KiB
	Width, Height int // of Large, so that a page can leave the room
	Cuts          []Cut
}

// Cut is a picture in one size and format: those above, and WebP of 1280, 640,
// 320 and 160 pixels for browsers that take it.
type Cut struct {
	Key   Key
	Width int // pixels
	Bytes int
}

// size is one of the sizes and its budget on the wire: a phone that pays by
// the megabyte loads a page of them.
type size struct {
	side, bytes int
	ext         string
	grades      []int // from the best: quality of JPEG, coarseness of WebP
}

func sizes() []size {
	fine, coarse := []int{34, 40, 46, 54, 62, 72}, []int{36, 44, 52, 60, 70, 80, 92, 104}
	return []size{
		{1280, 128 << 10, ".webp", fine}, {1280, 192 << 10, ".jpg", []int{82, 76, 70, 64, 58, 52}},
		{640, 36 << 10, ".webp", fine}, {640, 48 << 10, ".jpg", []int{80, 74, 68, 62, 56, 50}},
		{320, 6 << 10, ".webp", coarse}, {240, 6 << 10, ".jpg", []int{76, 70, 64, 58, 52, 46, 40, 34, 28}},
		{160, 3 << 10, ".webp", coarse},
	}
}

// Picture reads a picture that a person sent (JPEG, PNG, WebP, or the first
// frame of a GIF) and stores it in its sizes, upright and without anything else
// that was in the file: no place, no camera, no text. What is no picture, or
// takes too much memory, is refused.
func (s *Store) Picture(ctx context.Context, r io.Reader) (p Picture, err error) {
	err = s.sent(ctx, r, sizes()[0].side, func(img *image.RGBA) (err error) {
		p, err = s.cut(ctx, img)
		return err
	})
	return p, err
}

// sent reads a picture that a person sent and lends it, upright and with about
// so many pixels on its longer side, or fewer when it has no more.
func (s *Store) sent(ctx context.Context, r io.Reader, side int, use func(*image.RGBA) error) error {
	file, err := io.ReadAll(bound(ctx, r, MaxPicture, "picture"))
	if err != nil {
		return err
	}
	select {
	case s.decoding <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.decoding }()
	img, turn, err := decode(file)
	if err != nil {
		return err
	}
	return use(upright(reduce(img, side), turn))
}

// cut stores a picture in its sizes, from the largest down.
func (s *Store) cut(ctx context.Context, img *image.RGBA) (Picture, error) {
	var p Picture
	keys := map[int]*Key{1280: &p.Large, 640: &p.Small, 240: &p.Thumb}
	var last Cut // the last WebP: a small picture is not cut twice
	for _, z := range sizes() {
		if err := ctx.Err(); err != nil {
			return Picture{}, err
		}
		img = fit(img, z.side)
		if z.ext == ".webp" && img.Rect.Dx() == last.Width {
			if last.Bytes <= z.bytes {
				continue
			}
			p.Cuts = slices.DeleteFunc(p.Cuts, func(c Cut) bool { return c == last })
		}
		content, made, err := encode(img, z)
		if err != nil {
			return Picture{}, err
		}
		key, err := s.PutTrusted(content, z.ext)
		if err != nil {
			return Picture{}, err
		}
		c := Cut{key, made.X, len(content)}
		p.Cuts = append(p.Cuts, c)
		if z.ext == ".webp" {
			last = c
			continue
		}
		*keys[z.side] = key
		if z.side == sizes()[0].side {
			p.Width, p.Height = made.X, made.Y
		}
	}
	return p, nil
}

// encode writes a picture within its budget, lowering first the quality and
// then the size.
func encode(img *image.RGBA, z size) (content []byte, made image.Point, err error) {
	const smallest = 16
	for {
		for i := 0; i < len(z.grades); i += min(len(content)/z.bytes, 3) { // far off, some are left out
			if content, err = z.write(img, z.grades[i]); err != nil || len(content) <= z.bytes {
				return content, img.Rect.Size(), err
			}
		}
		long := max(img.Rect.Dx(), img.Rect.Dy())
		if long <= smallest {
			return nil, made, fault.Field("picture", "fault.picture_broken")
		}
		img = fit(img, long*4/5)
	}
}

func (z size) write(img *image.RGBA, grade int) ([]byte, error) {
	if z.ext == ".webp" {
		return webp.Encode(img, grade)
	}
	var buf bytes.Buffer
	err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: grade})
	return buf.Bytes(), err
}
