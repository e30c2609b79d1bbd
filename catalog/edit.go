package catalog

import (
	"cmp"
	"context"
	"slices"

	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Edit is what was changed of a picture. It is data: the picture as it came
// stays, and another edit starts from there.
type Edit struct {
	Turn int    `json:"t,omitempty"` // degrees clockwise: 0, 90, 180 or 270
	Crop [4]int `json:"c,omitzero"`  // x, y, width and height in thousandths of the turned picture; zeros: all of it
	At   [2]int `json:"a,omitzero"`  // what one looks at, x and y from 1 to 1000 in the turned picture; zeros: nobody said, the middle
}

// Turned gives the same edit of the picture turned on by degrees clockwise, a
// multiple of 90: the same part is shown, and the same thing looked at.
func (e Edit) Turned(degrees int) Edit {
	for range ((degrees/90)%4 + 4) % 4 {
		e.Turn = (e.Turn + 90) % 360
		if c := e.Crop; c != [4]int{} {
			e.Crop = [4]int{1000 - c[1] - c[3], c[0], c[3], c[2]}
		}
		if a := e.At; a != [2]int{} {
			e.At = [2]int{1001 - a[1], a[0]}
		}
	}
	return e
}

func (e Edit) blob() blob.Edit {
	return blob.Edit{Turn: e.Turn, Crop: blob.Rect{X: e.Crop[0], Y: e.Crop[1], W: e.Crop[2], H: e.Crop[3]}}
}

// check adds what is wrong to f.
func (e Edit) check(f *fault.Fields) {
	if (blob.Edit{Turn: e.Turn}).Valid() == false {
		f.Add("turn", "fault.choice")
	}
	if crop := e.blob(); !(blob.Edit{Crop: crop.Crop}).Valid() {
		f.Add("crop", "fault.picture_crop", "least", int64(blob.MinCrop/10))
	}
	if e.At != [2]int{} && (slices.Min(e.At[:]) < 1 || slices.Max(e.At[:]) > 1000) {
		f.Add("at", "fault.number_range", "min", int64(1), "max", int64(1000))
	}
}

// Focus gives what one looks at in the picture as it is shown, in thousandths of
// its width and height.
func (m Media) Focus() (x, y int) {
	e := m.Edit
	if e.At == [2]int{} {
		return 500, 500
	}
	if e.Crop == [4]int{} {
		return e.At[0], e.At[1]
	}
	in := func(at, from, size int) int { return min(1000, max(0, (at-from)*1000/size)) }
	return in(e.At[0], e.Crop[0], e.Crop[2]), in(e.At[1], e.Crop[1], e.Crop[3])
}

// EditPicture turns and cuts a picture of a product, by its key, and says what
// one looks at in it. A drawing has no edits: a NotFound fault, as of a picture
// that is gone.
func (s *Service) EditPicture(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, key string, e Edit) error {
	var f fault.Fields
	if e.check(&f); f != nil {
		return f
	}
	p, err := s.ProductByID(ctx, by, shop, product)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(p.Media, func(m Media) bool { return m.Key == key })
	if at < 0 || !p.Media[at].Editable() {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	now := p.Media[at]
	if now.Edit.blob() != e.blob() {
		turned, picture, err := s.blobs.Edit(ctx, blob.Key(cmp.Or(now.Source, now.Key)), e.blob())
		if err != nil {
			return err
		}
		now.show(picture)
		now.Turned = string(turned)
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return changeMedia(tx, shop, product, func(have []Media) ([]Media, error) {
			out := slices.Clone(have)
			for i := range out {
				if out[i].Key == key {
					now.Alt, now.From = out[i].Alt, out[i].From
					now.Edit = e
					out[i] = now
				}
			}
			return out, nil
		})
	})
}

// Editable reports whether a picture can be turned and cut.
func (m Media) Editable() bool { return blob.Key(m.Key).Type() == "image/jpeg" }
