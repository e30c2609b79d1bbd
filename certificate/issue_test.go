package certificate_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"agora/certificate"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
)

func issue(t *testing.T, d *db.DB, c certificate.Certificate) certificate.Certificate {
	t.Helper()
	in := c
	if err := d.Write(context.Background(), func(tx *db.Tx) (err error) {
		c, err = certificate.Issue(tx, in)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOneCertificateForAThingAndItsHolder(t *testing.T) {
	dbtest.Each(t, []db.Schema{certificate.Schema}, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		s := certificate.New(d)
		began := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
		first := issue(t, d, certificate.Certificate{Kind: certificate.Attendance, Source: "assembly:7", Holder: "seat:1", Words: certificate.Words{Name: "Айгүл",
			Title: map[string]string{"ky": "Соода", "en": "Trade"}, By: "House", From: began, To: began.Add(30 * time.Hour), Zone: "Asia/Bishkek", Minutes: 90}})
		if _, ok := certificate.Parse(string(first.Number)); !ok || first.Issued.IsZero() || !first.Valid() {
			t.Errorf("issued: %+v", first)
		}
		if from, to := first.Days(); from.Day() != 24 || to.Day() != 25 {
			t.Errorf("in Bishkek it was from %v to %v", from, to)
		}
		again := issue(t, d, certificate.Certificate{Kind: certificate.Attendance, Source: "assembly:7", Holder: "seat:1", Words: certificate.Words{Name: "Another"}})
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("asked for again it differs:\n%s", diff)
		}
		other := issue(t, d, certificate.Certificate{Kind: certificate.Course, Source: "assembly:7", Holder: "seat:2"})
		if other.Number == first.Number {
			t.Error("two holders of one number")
		}

		if err := d.Read(ctx, func(tx *db.Tx) error {
			got, err := certificate.Numbers(tx, "assembly:7", []string{"seat:2", "seat:3", "seat:1"})
			if diff := cmp.Diff(map[string]certificate.Number{"seat:1": first.Number, "seat:2": other.Number}, got); diff != "" {
				t.Errorf("numbers of holders:\n%s", diff)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return certificate.Revoke(tx, first.Number) }); err != nil {
			t.Fatal(err)
		}
		found, err := s.Find(ctx, first.Number)
		if err != nil || found.Valid() || found.Name != "Айгүл" {
			t.Errorf("taken back: %+v %v", found, err)
		}
		if again := issue(t, d, first); again.Valid() || again.Number != first.Number {
			t.Errorf("who lost it got another: %+v", again)
		}
		if found, err := s.Find(ctx, other.Number); err != nil || !found.Valid() {
			t.Errorf("the other's: %+v %v", found, err)
		}
		if _, err := s.Find(ctx, "222222222222"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a number of nobody: %v", err)
		}
	})
}
