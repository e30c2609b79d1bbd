package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"agora/catalog"
	"agora/demo/market"
	"agora/fault"
	"agora/identity"
	trade "agora/market"
)

// written is what tells one remark from all others.
type written struct {
	kind    catalog.RemarkKind
	product catalog.ProductID
	person  identity.PersonID
	body    string
}

// fillRemarks lets buyers write what they think of what came and ask before
// they buy, and then lets the shops reply. What is there stays as it is.
func (f *filling) fillRemarks(ctx context.Context) error {
	have, err := f.remarks(ctx)
	if err != nil {
		return err
	}
	replies := map[written]string{}
	if err := f.fillReviews(ctx, have, replies); err != nil {
		return err
	}
	if err := f.fillQuestions(ctx, have, replies); err != nil {
		return err
	}
	return f.reply(ctx, replies)
}

func (f *filling) fillReviews(ctx context.Context, have map[written]catalog.Remark, replies map[written]string) error {
	came, err := f.orders(ctx, trade.Delivered, trade.Completed)
	if err != nil {
		return err
	}
	slices.Reverse(came) // the first order is the one to write about
	for _, r := range f.market.Remarks.Reviews {
		w, p, err := f.written(ctx, catalog.Review, r.Product, r.Buyer, r.Words)
		if err != nil {
			return err
		}
		replies[w] = r.Reply
		if _, ok := have[w]; ok {
			continue
		}
		err = f.review(ctx, came, p, r)
		if err != nil && !fault.Is(err, fault.Conflict) { // a visitor wrote another in that name
			return fmt.Errorf("review of %s by %s: %w", r.Product, r.Buyer, err)
		}
	}
	return nil
}

func (f *filling) fillQuestions(ctx context.Context, have map[written]catalog.Remark, replies map[written]string) error {
	for _, q := range f.market.Remarks.Questions {
		w, p, err := f.written(ctx, catalog.Question, q.Product, q.Buyer, q.Words)
		if err != nil {
			return err
		}
		replies[w] = q.Answer
		if _, ok := have[w]; ok {
			continue
		}
		by, err := f.actor(ctx, q.Buyer+market.Domain)
		if err != nil {
			return err
		}
		by.Lang = q.Language
		if err := f.Catalog.Ask(ctx, by, p.Shop, p.ID, q.Words); err != nil {
			return fmt.Errorf("question about %s by %s: %w", q.Product, q.Buyer, err)
		}
	}
	return nil
}

// written names a remark of the plan, and gives the product it is about.
func (f *filling) written(ctx context.Context, kind catalog.RemarkKind, product, buyer, words string) (written, catalog.Product, error) {
	shop, handle, _ := strings.Cut(product, "/")
	p, _, err := f.Catalog.Product(ctx, shop, handle)
	if err != nil {
		return written{}, p, fmt.Errorf("%s: %w", product, err)
	}
	return written{kind, p.ID, f.people[buyer+market.Domain], words}, p, nil
}

// remarks gives all that was written on the node.
func (f *filling) remarks(ctx context.Context) (map[written]catalog.Remark, error) {
	operator, err := f.operator(ctx)
	if err != nil {
		return nil, err
	}
	all := map[written]catalog.Remark{}
	for cursor := ""; ; {
		page, err := f.Catalog.AllRemarks(ctx, operator, cursor, 200)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Items {
			all[written{r.Kind, r.Product, r.Person, r.Body}] = r
		}
		if cursor = page.Next; cursor == "" {
			return all, nil
		}
	}
}

// review writes about the product in the first of the buyer's orders that it
// came with. In a folder that an earlier release filled there may be no such
// order; then there is nothing to write about.
func (f *filling) review(ctx context.Context, came []trade.Order, p catalog.Product, r market.Review) error {
	who, err := f.buyer(r.Buyer)
	if err != nil {
		return err
	}
	operator, err := f.operator(ctx)
	if err != nil {
		return err
	}
	by, err := f.actor(ctx, who.Email)
	if err != nil {
		return err
	}
	for _, o := range came {
		if o.Shop != p.Shop || o.BuyerName != who.Name {
			continue
		}
		whole, _, err := f.Market.Order(ctx, operator, o.ID)
		if err != nil {
			return err
		}
		for _, l := range whole.Lines {
			if slices.ContainsFunc(p.Variants, func(v catalog.Variant) bool { return v.ID == l.Variant }) {
				return f.Market.Review(ctx, by, o.ID, l.Variant, r.Stars, r.Language, r.Words)
			}
		}
	}
	return nil
}

// reply lets the owners answer, in the order in which things were written, what
// has no reply yet.
func (f *filling) reply(ctx context.Context, replies map[written]string) error {
	have, err := f.remarks(ctx)
	if err != nil {
		return err
	}
	var open []catalog.Remark
	for w, r := range have {
		if r.Reply == "" && replies[w] != "" {
			open = append(open, r)
		}
	}
	slices.SortFunc(open, func(a, b catalog.Remark) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range open {
		by, err := f.actor(ctx, f.ownerOf(r.Shop))
		if err != nil {
			return err
		}
		text := replies[written{r.Kind, r.Product, r.Person, r.Body}]
		if err := f.Catalog.Reply(ctx, by, r.Shop, r.ID, text); err != nil {
			return fmt.Errorf("reply to %q: %w", r.Body, err)
		}
	}
	return nil
}

// ownerOf gives the e-mail of the owner of a shop.
func (f *filling) ownerOf(id catalog.ShopID) string {
	for handle, s := range f.shops {
		if s.ID == id {
			return f.owner(handle)
		}
	}
	return ""
}
