package blob

import (
	"bytes"
	"context"
	"image"
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
	key, _, err := s.put(ctx, bytes.NewReader(content), ownPicture)
	return Cut{key, made.X, len(content)}, err
}

// Lend answers like Give, but the browser that asked may keep the file: it is for
// pictures that one person sees again and again.
func (s *Store) Lend(w http.ResponseWriter, r *http.Request, k Key) {
	s.serve(w, r, string(k), "private, max-age=31536000, immutable")
}
