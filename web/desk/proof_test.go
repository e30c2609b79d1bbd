package desk

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"agora/blob"
	"agora/db"
	"agora/identity"
	"agora/market"
)

// TestAPhotoShowsThatAParcelArrived posts one with the form of the order.
func TestAPhotoShowsThatAParcelArrived(t *testing.T) {
	b := newBench(t)
	private, err := blob.Open(t.TempDir())
	b.must(err)
	b.Market.KeepProofs(private)
	o, ctx := b.sell(b.shop), t.Context()
	by := identity.Actor{Person: b.shop.Owner, Shops: map[db.ShopID]identity.Role{b.shop.ID: identity.ShopOwner}}
	b.must(errors.Join(b.Market.Accept(ctx, by, o.ID), b.Market.Pack(ctx, by, o.ID), b.Market.Ship(ctx, by, o.ID, "Post", "ABC1")))
	page := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	if r := b.ask("sadia", page+"/deliver", url.Values{"code": {"12"}}); r.status != 422 || !strings.Contains(r.body, `value="12"`) {
		t.Errorf("a wrong code: %d", r.status)
	}
	if r := b.ask("sadia", page+"/proof", nil); r.status != 404 {
		t.Errorf("no photo yet: %d", r.status)
	}
	send := func(photo []byte) reply {
		t.Helper()
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		b.must(w.WriteField("name", "Guard <b>"))
		part, err := w.CreateFormFile("photo", "door.png")
		b.must(err)
		_, err = part.Write(photo)
		b.must(err)
		b.must(w.Close())
		return b.send("sadia", page+"/deliver", w.FormDataContentType(), &body)
	}
	if r := send([]byte("no picture")); r.status != 422 || !strings.Contains(r.body, "f-photo-e") {
		t.Errorf("no picture: %d", r.status)
	}
	var picture bytes.Buffer
	b.must(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 300, 200))))
	if r := send(picture.Bytes()); r.status != 303 {
		t.Fatalf("with a photo: %d %s", r.status, r.body)
	}
	if o, _, err := b.Market.Order(ctx, by, o.ID); err != nil || o.State != market.Delivered || o.Parcel.Proof.Photo == "" {
		t.Errorf("%s, %v", o.State, err)
	}
	if body := b.ask("sadia", page, nil).body; !strings.Contains(body, "Guard &lt;b&gt;") || !strings.Contains(body, page+"/proof") {
		t.Error("the page shows no proof")
	}
	if r := b.ask("sadia", page+"/proof", nil); r.status != 200 || len(r.body) < 100 {
		t.Errorf("the photo: %d", r.status)
	}
	if r := b.ask("bilal", b.desk(b.other)+"/orders/"+number(int64(o.ID))+"/proof", nil); r.status != 404 {
		t.Errorf("another shop's photo: %d", r.status)
	}
}
