package certificate_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"io"
	"testing"
	"time"

	"agora/certificate"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
)

// bits unpacks a list.
func bits(t *testing.T, raw []byte) []byte {
	t.Helper()
	text, _ := read(t, raw, "credentialSubject", "encodedList").(string)
	packed, err := base64.RawURLEncoding.DecodeString(text[1:])
	if err != nil || text[0] != 'u' {
		t.Fatalf("%.20s %v", text, err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil || len(out) != 131072/8 {
		t.Fatalf("%d bytes %v", len(out), err)
	}
	return out
}

func set(list []byte) (n int) {
	for _, b := range list {
		for ; b > 0; b &= b - 1 {
			n++
		}
	}
	return n
}

func revoke(t *testing.T, d *db.DB, c certificate.Certificate) {
	t.Helper()
	if err := d.Write(context.Background(), func(tx *db.Tx) error { return certificate.Revoke(tx, c.Number) }); err != nil {
		t.Fatal(err)
	}
}

func TestAListTellsWhatWasTakenBack(t *testing.T) {
	dbtest.Each(t, []db.Schema{certificate.Schema}, func(t *testing.T, d *db.DB) {
		ctx, now := context.Background(), time.Now()
		s := certificate.New(d)
		one, two, old := attended(t, d, "1"), attended(t, d, "2"), attended(t, d, "3")
		list := func() []byte {
			raw, err := s.List(ctx, origin, 1, now)
			if err != nil {
				t.Fatal(err)
			}
			return bits(t, raw)
		}
		if n := set(list()); n != 0 {
			t.Errorf("%d are taken back, none was", n)
		}
		revoke(t, d, two)
		at := func(c certificate.Certificate) bool {
			return list()[c.Place.Index/8]&(0x80>>(c.Place.Index%8)) != 0
		}
		if set(list()) != 1 || !at(two) || at(one) || two.Place == one.Place {
			t.Errorf("%d are taken back: one %v %+v, two %v %+v", set(list()), at(one), one.Place, at(two), two.Place)
		}
		// One of before there were lists was taken back, too.
		if err := d.Write(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec("DELETE FROM certificate_places WHERE number = $1", string(old.Number)); err != nil {
				return err
			}
			_, err := tx.Exec("UPDATE certificates SET list = 0, place = 0 WHERE number = $1", string(old.Number))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		revoke(t, d, old)
		if old, err := s.Find(ctx, old.Number); err != nil || old.Valid() {
			t.Fatal(err)
		} else if raw := badgeOf(t, s, old); read(t, raw, "credentialStatus", "statusListCredential") != origin+"/badges/status/1" || set(list()) != 2 {
			t.Errorf("%s, %d are taken back", raw, set(list()))
		}
		for _, n := range []int64{0, 2, -1} {
			if _, err := s.List(ctx, origin, n, now); !fault.Is(err, fault.NotFound) {
				t.Errorf("list %d: %v", n, err)
			}
		}
	})
}

// TestACrowdedListIsFollowedByTheNext fills one.
func TestACrowdedListIsFollowedByTheNext(t *testing.T) {
	d := dbtest.SQLite(t, certificate.Schema)
	if err := d.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO certificate_places (list, place, number, revoked)
			WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 131071) SELECT 1, i, '', 0 FROM n`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	seen := map[certificate.Place]bool{}
	for i := range 20 {
		c := attended(t, d, string(rune('a'+i)))
		if c.Place.List != 2 || seen[c.Place] {
			t.Errorf("%+v", c.Place)
		}
		seen[c.Place] = true
	}
}
