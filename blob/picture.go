package blob

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io"

	"agora/fault"
)

// Picture is one picture in its sizes; a side is never longer than the number,
// and a picture that is smaller stays as it is.
type Picture struct {
	Thumb         Key // 240 pixels, at most 6 KiB
	Small         Key // 640 pixels, at most 48 KiB
	Large         Key // 1280 pixels, at most 192 KiB
	Width, Height int // of Large, so that a page can leave the room
}

// size is one of the sizes and its budget on the wire: a phone that pays by
// the megabyte loads a page of them.
type size struct {
	side, bytes  int
	best, lowest int // JPEG quality
}

func sizes() [3]size {
	return [3]size{{1280, 192 << 10, 82, 50}, {640, 48 << 10, 80, 46}, {240, 6 << 10, 76, 28}}
}

// Picture reads a picture that a person sent (JPEG, PNG, WebP, or the first
// frame of a GIF) and stores it in three sizes as JPEG, upright and without
// anything else that was in the file: no place, no camera, no text. What is
// no picture, or takes too much memory, is refused.
func (s *Store) Picture(ctx context.Context, r io.Reader) (Picture, error) {
	file, err := io.ReadAll(bound(ctx, r, MaxPicture, "picture"))
	if err != nil {
		return Picture{}, err
	}
	select {
	case s.decoding <- struct{}{}:
	case <-ctx.Done():
		return Picture{}, ctx.Err()
	}
	defer func() { <-s.decoding }()
	img, turn, err := decode(file)
	if err != nil {
		return Picture{}, err
	}
	var p Picture
	now := upright(reduce(img, sizes()[0].side), turn)
	for i, key := range []*Key{&p.Large, &p.Small, &p.Thumb} {
		size := sizes()[i]
		now = fit(now, size.side)
		content, made, err := encode(now, size)
		if err != nil {
			return Picture{}, err
		}
		if *key, err = s.PutTrusted(content, ".jpg"); err != nil {
			return Picture{}, err
		}
		if i == 0 {
			p.Width, p.Height = made.X, made.Y
		}
	}
	return p, nil
}

// encode writes a JPEG within its budget, lowering first the quality and then
// the size.
func encode(img *image.RGBA, z size) (content []byte, made image.Point, err error) {
	const step, smallest = 6, 16
	var buf bytes.Buffer
	for {
		for quality := z.best; quality >= z.lowest; quality -= step {
			buf.Reset()
			if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality}); err != nil {
				return nil, made, err
			}
			if buf.Len() <= z.bytes {
				return buf.Bytes(), img.Rect.Size(), nil
			}
		}
		long := max(img.Rect.Dx(), img.Rect.Dy())
		if long <= smallest {
			return nil, made, fault.Field("picture", "fault.picture_broken")
		}
		img = fit(img, long*4/5)
	}
}
