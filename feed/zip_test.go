package feed

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"agora/blob"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// zipped gives a zip of files.
func zipped(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicturesComeInAZip(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stall) {
		files, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		s.KeepFiles(files)
		const table = "sku,attribute_family_code,type,name,price,images,inventories\nA,default,simple,Cap,5,\"img/1.png, 2.png\",default=1\nB,default,simple,Mat,5,\"2.png,gone.png\",default=1\n"
		if r := s.load(t, strings.NewReader(table), false); r.Loose != 4 || len(r.Problems) > 0 {
			t.Fatal(r.Loose, told(r.Problems))
		}
		b := zipped(t, map[string][]byte{"shop/1.PNG": dot(t, 1), "../../2.png": dot(t, 2), "notes.txt": []byte("no picture"), "gone.png": gigapixel()})
		if err := s.SendPictures(t.Context(), s.owner, s.shop.ID, bytes.NewReader(b), int64(len(b))); err != nil {
			t.Fatal(err)
		}
		var e event.Event
		if err := s.db.Read(t.Context(), func(tx *db.Tx) error {
			var body string
			err := tx.Row("SELECT shop_id, body FROM events WHERE kind = 'feed.zip'", nil, &e.Shop, &body)
			e.Body = []byte(body)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for range 2 { // a job may run again
			if err := s.Unpack(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.catalog.ByHandles(t.Context(), s.owner, s.shop.ID, []string{"cap", "mat"})
		if err != nil || len(list["cap"].Media) != 2 || len(list["cap"].Pictures) != 0 || len(list["mat"].Media) != 1 || len(list["mat"].Pictures) != 1 {
			t.Fatalf("%v %+v %+v", err, list["cap"].Pictures, list["mat"].Pictures)
		}
		if r := s.load(t, strings.NewReader(table), false); r.Same != 2 {
			t.Error("the same file again changed something")
		}
	})
}

func TestABadZipIsRefused(t *testing.T) {
	s := newStall(t, sqlite(t))
	lots := map[string][]byte{}
	for i := range maxZipEntries + 1 {
		lots[fmt.Sprint(i)] = nil
	}
	for want, b := range map[string][]byte{"fault.feed_zip": []byte("PK no zip"), "fault.feed_zip_large": zipped(t, lots)} {
		if err := s.SendPictures(t.Context(), s.owner, s.shop.ID, bytes.NewReader(b), int64(len(b))); !fault.HasKey(err, want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if err := s.SendPictures(t.Context(), identity.Guest(), s.shop.ID, nil, 0); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}
