package catalog

import (
	"strings"
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
)

func (s *shelf) review(order int64, p ProductID, stars int) (id RemarkID, err error) {
	err = s.db.Write(s.t.Context(), func(tx *db.Tx) error {
		id, err = AddReview(tx, Remark{Shop: s.shop.ID, Product: p, Order: order, Name: "Hira Malik", Place: "Lahore", Stars: stars, Lang: "en", Body: "Warm."})
		return err
	})
	return id, err
}

func TestReviewsAreCountedOnceAndHiddenByModerators(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		p, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, quilt("KGS", "one"))
		if err != nil {
			t.Fatal(err)
		}
		first, err := s.review(1, p, 5)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.review(1, p, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same order again: %v", err)
		}
		if _, err := s.review(2, p, 6); !fault.Is(err, fault.Invalid) {
			t.Errorf("six stars: %v", err)
		}
		if _, err := s.review(2, p, 4); err != nil {
			t.Fatal(err)
		}
		rated := func(reviews, tenths int64) {
			t.Helper()
			r, list, _, err := s.Remarks(t.Context(), s.shop.ID, p, 10)
			if err != nil || r.Reviews != reviews || r.Tenths() != tenths || int64(len(list)) != reviews {
				t.Errorf("rated %+v, %d shown, %v; want %d reviews of %d tenths", r, len(list), err, reviews, tenths)
			}
			if len(list) > 0 && (list[0].Name != "Hira" || list[0].Place != "Lahore") {
				t.Errorf("strangers see %q of %q", list[0].Name, list[0].Place)
			}
		}
		rated(2, 45)
		if err := s.Hide(t.Context(), s.owner, s.shop.ID, first, true, "I dislike it"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a seller hides a review: %v", err)
		}
		for range 2 { // the second time changes nothing
			if err := s.Hide(t.Context(), house(), s.shop.ID, first, true, "names a person"); err != nil {
				t.Fatal(err)
			}
			rated(1, 40)
		}
		if err := s.Hide(t.Context(), house(), s.shop.ID, first, false, ""); err != nil {
			t.Fatal(err)
		}
		rated(2, 45)
	})
}

func TestAQuestionIsAskedAndAnswered(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		ctx := t.Context()
		p, err := s.SaveProduct(ctx, s.owner, s.shop.ID, quilt("KGS", "one"))
		if err != nil {
			t.Fatal(err)
		}
		buyer := identity.Actor{Person: 99, Name: "Saima", Lang: "ur"}
		for _, c := range []struct {
			by   identity.Actor
			body string
			kind fault.Kind
		}{
			{identity.Guest(), "How wide?", fault.Unauthenticated},
			{buyer, "  ", fault.Invalid},
			{buyer, "\xff", fault.Invalid},
			{buyer, strings.Repeat("س", MaxRemark+1), fault.Invalid},
		} {
			if err := s.Ask(ctx, c.by, s.shop.ID, p, c.body); !fault.Is(err, c.kind) {
				t.Errorf("%.20q: %v", c.body, err)
			}
		}
		for _, body := range []string{"کتنی چوڑی ہے؟", "Is it washable?", "By hand?"} {
			if err := s.Ask(ctx, buyer, s.shop.ID, p, body); err != nil {
				t.Fatal(err)
			}
		}
		open, err := s.RemarksOfShop(ctx, s.owner, s.shop.ID, true, "", 2)
		if err != nil || len(open.Items) != 2 || open.Next == "" || open.Items[0].Body != "By hand?" {
			t.Fatalf("waiting: %+v, %v", open, err)
		}
		if err := s.Reply(ctx, buyer, s.shop.ID, open.Items[0].ID, "Yes"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a buyer answers for the shop: %v", err)
		}
		if err := s.Reply(ctx, s.owner, s.shop.ID, open.Items[0].ID, "Yes, cold."); err != nil {
			t.Fatal(err)
		}
		rest, err := s.RemarksOfShop(ctx, s.owner, s.shop.ID, true, "", 10)
		if err != nil || len(rest.Items) != 2 {
			t.Errorf("still waiting: %d, %v", len(rest.Items), err)
		}
		rating, _, questions, err := s.Remarks(ctx, s.shop.ID, p, 2)
		if err != nil || rating.Questions != 3 || len(questions) != 2 || questions[0].Reply != "Yes, cold." || questions[0].Replied.IsZero() {
			t.Errorf("shown: %+v %+v, %v", rating, questions, err)
		}
		if _, err := s.RemarksOfShop(ctx, buyer, s.shop.ID, true, "", 2); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a stranger at the desk: %v", err)
		}
	})
}
