package blob

import (
	"bytes"
	"context"
	"image"
	"io"
	"net/http"
)

// Drawn stores a picture that the program drew, such as a page of slides, as WebP: no
// side longer than side, at most about so many bytes. Letters keep their edges as long
// as the bytes allow. It belongs to the package that drew it.
func (s *Store) Drawn(ctx context.Context, img *image.RGBA, side, most int) (Cut, error) {
	if err := ctx.Err(); err != nil {
		return Cut{}, err
	}
	content, made, err := encode(fit(img, side), size{side, most, ".webp", []int{24, 34, 46, 58, 72}})
	if err != nil {
		return Cut{}, err
	}
	key, _, err := s.put(ctx, bytes.NewReader(content), s.own(ownPicture))
	return Cut{key, made.X, len(content)}, err
}

// Own stores a picture that a person sent for a package that will remove it: upright, as
// Drawn stores one, and without anything else that was in the file.
func (s *Store) Own(ctx context.Context, r io.Reader, side, most int) (c Cut, err error) {
	err = s.sent(ctx, r, side, func(img *image.RGBA) (err error) {
		c, err = s.Drawn(ctx, img, side, most)
		return err
	})
	return c, err
}

// Lend answers like Give, but the browser that asked may keep the file: it is for
// pictures that one person sees again and again.
func (s *Store) Lend(w http.ResponseWriter, r *http.Request, k Key) {
	s.serve(w, r, string(k), "private, max-age=31536000, immutable")
}
