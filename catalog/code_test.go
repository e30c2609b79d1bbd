package catalog

import (
	"strings"
	"testing"

	"agora/audit"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
)

func TestCodesAreReviewedByOperators(t *testing.T) {
	operator := identity.Actor{Person: 9, Roles: []identity.Role{identity.Operator}}
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		ctx := t.Context()
		save := func(handle, title, code string) ProductID {
			t.Helper()
			q := quilt("KGS", handle)
			q.HS, q.Title, q.Description, q.Attributes = code, Texts{"en": title}, nil, nil
			id, err := s.SaveProduct(ctx, s.owner, s.shop.ID, q)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		none, far := save("none", "Felt slippers", ""), save("far", "Mountain honey", "870323")
		old := save("old", "Silk scarf", "621499")
		save("right", "Green tea", "09021000")
		save("strange", "Zzyzx", "010121") // nothing is suggested: nothing to hold against it

		doubts := func(cursor string, limit int) (Page[Doubt], []ProductID) {
			t.Helper()
			page, err := s.Doubts(ctx, operator, cursor, limit)
			if err != nil {
				t.Fatal(err)
			}
			var ids []ProductID
			for _, one := range page.Items {
				ids = append(ids, one.ID)
			}
			return page, ids
		}
		page, ids := doubts("", 2)
		if len(ids) != 2 || ids[0] != old || ids[1] != far || page.Next == "" {
			t.Fatalf("first page %v, next %q", ids, page.Next)
		}
		page, ids = doubts(page.Next, 2)
		if len(ids) != 1 || ids[0] != none || page.Next != "" || page.Items[0].First.Codes[0].Code != "640520" {
			t.Fatalf("second page %v %+v", ids, page)
		}

		if _, err := s.Doubts(ctx, s.owner, "", 2); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a seller looks: %v", err)
		}
		if err := s.GiveCode(ctx, s.owner, s.shop.ID, none, "", "640520"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a seller gives: %v", err)
		}
		if err := s.GiveCode(ctx, operator, s.shop.ID, none, "", "649999"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a code that is none: %v", err)
		}
		if err := s.GiveCode(ctx, operator, s.shop.ID, none, "6404", "640520"); !fault.Is(err, fault.Conflict) {
			t.Errorf("it was another: %v", err)
		}
		for range 2 { // the second time it is done already
			if err := s.GiveCode(ctx, operator, s.shop.ID, none, "", "640520"); err != nil {
				t.Fatal(err)
			}
		}
		p, err := s.ProductByID(ctx, s.owner, s.shop.ID, none)
		notes, _ := audit.List(ctx, d, audit.Filter{Action: "product.code_given"}, audit.Page{})
		if err != nil || p.HS != "640520" || len(notes) != 1 || !strings.Contains(string(notes[0].Detail), "640520") {
			t.Errorf("given: %q, %v, notes %+v", p.HS, err, notes)
		}

		if err := s.QuestionCode(ctx, operator, s.shop.ID, far, "  "); !fault.Is(err, fault.Invalid) {
			t.Errorf("no words: %v", err)
		}
		if err := s.QuestionCode(ctx, operator, s.shop.ID, far, "Honey is no car."); err != nil {
			t.Fatal(err)
		}
		if page, _ := doubts("", 10); len(page.Items) != 2 || page.Items[1].Asked != "Honey is no car." || page.Items[0].Asked != "" {
			t.Errorf("doubts after it: %+v", page.Items)
		}
		p, _ = s.ProductByID(ctx, s.owner, s.shop.ID, far)
		if why, err := s.CodeQuestion(ctx, s.owner, p); why != "Honey is no car." || err != nil {
			t.Errorf("the seller reads %q, %v", why, err)
		}
		q := p.Draft()
		q.HS = "040900"
		if _, err := s.SaveProduct(ctx, s.owner, s.shop.ID, q); err != nil {
			t.Fatal(err)
		}
		p, _ = s.ProductByID(ctx, s.owner, s.shop.ID, far)
		if why, _ := s.CodeQuestion(ctx, s.owner, p); why != "" {
			t.Errorf("answered, and still %q", why)
		}
	})
}
