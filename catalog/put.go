package catalog

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// The events of a product.
const (
	ProductSaved        event.Kind = "product.saved"
	ProductArchivedKind event.Kind = "product.archived"
	StockChanged        event.Kind = "stock.changed"

	// PicturesNamed is a product with addresses of pictures that nobody has
	// fetched.
	PicturesNamed event.Kind = "product.pictures"
)

// PutProduct makes the product of the draft's handle what the draft says, and
// gives its id. It does not ask who wants it.
func PutProduct(tx *db.Tx, shop Shop, d Draft) (ProductID, error) {
	d = d.Clean()
	if faults := d.Check(shop); faults != nil {
		return 0, faults
	}
	categories, err := categoryNames(tx, d.Category)
	if err != nil {
		return 0, err
	}
	if d.Traits != nil {
		if d.Traits, err = checkTraits(tx, d); err != nil {
			return 0, err
		}
	}
	if d.Handle == "" {
		if d.Handle, err = freeHandle(tx, shop, d.Title); err != nil {
			return 0, err
		}
	}
	before, err := brokenBy(tx, shop.ID, "p.handle", d.Handle)
	if err != nil {
		return 0, err
	}
	id, digital, err := putRow(tx, shop, d, categories)
	if err != nil {
		return 0, err
	}
	if digital {
		d.uncounted()
	}
	if err := putVariants(tx, shop, id, d); err != nil {
		return 0, err
	}
	if digital {
		if err := restock(tx, shop.ID, id); err != nil {
			return 0, err
		}
	}
	if err := tellBroken(tx, shop.ID, "p.handle", d.Handle, before); err != nil {
		return 0, err
	}
	return id, event.Append(tx, shop.ID, ProductSaved, int64(id), nil)
}

// Clean gives the draft as saving keeps it: without the spaces around words and
// without what is empty.
func (d Draft) Clean() Draft {
	d.Handle, d.HS = strings.TrimSpace(d.Handle), strings.TrimSpace(d.HS)
	if d.Brand != nil {
		brand := strings.TrimSpace(*d.Brand)
		d.Brand = &brand
	}
	d.Title, d.Description = d.Title.clean(), d.Description.clean()
	attributes := make([]Attribute, 0, len(d.Attributes))
	for _, a := range d.Attributes {
		if a = (Attribute{a.Name.clean(), a.Value.clean()}); a.Name != nil || a.Value != nil {
			attributes = append(attributes, a)
		}
	}
	d.Attributes = attributes
	d.Options = slices.Clone(d.Options)
	for i := range d.Options {
		o := &d.Options[i]
		o.Name, o.Values = o.Name.clean(), slices.Clone(o.Values)
		for j := range o.Values {
			o.Values[j].Name = o.Values[j].Name.clean()
		}
	}
	d.Variants = slices.Clone(d.Variants)
	for i := range d.Variants {
		v := &d.Variants[i]
		v.SKU, v.Barcode = strings.TrimSpace(v.SKU), strings.TrimSpace(v.Barcode)
	}
	return d
}

// freeHandle makes a handle that no product of the shop has.
func freeHandle(tx *db.Tx, shop Shop, title Texts) (string, error) {
	text, _ := title.In("en", shop.Languages...)
	stem := HandleOf(text)
	if stem == "" {
		stem = "product"
	}
	handle := stem
	for n := 2; ; n++ {
		var taken int
		err := tx.Row("SELECT COUNT(*) FROM products WHERE shop_id = $1 AND handle = $2", []any{int64(shop.ID), handle}, &taken)
		if err != nil || taken == 0 {
			return handle, err
		}
		handle = fmt.Sprintf("%s-%d", stem, n)
	}
}

// putRow writes the product's own row, and tells whether the product is digital.
func putRow(tx *db.Tx, shop Shop, d Draft, categories []Texts) (id ProductID, digital bool, err error) {
	id, version, media, had, err := have(tx, shop.ID, d.Handle)
	if err != nil {
		return 0, false, err
	}
	if d.Version != 0 && d.Version != version {
		return 0, false, fault.New(fault.Conflict, "fault.product_moved")
	}
	b := body{Description: d.Description, Attributes: d.Attributes, Options: d.Options, Media: media.Media, Pictures: media.Pictures, Traits: media.Traits, Brand: media.Brand, Condition: media.Condition}
	d.keepMake(&b)
	if d.Traits != nil {
		b.Traits = d.Traits
	}
	var asked []Trait
	if len(b.Traits) > 0 {
		if asked, err = traits(tx); err != nil {
			return 0, false, err
		}
	}
	more := append(traitWords(asked, b.Traits), Texts{"en": b.Brand})
	if d.Pictures != nil {
		b.Media, b.Pictures = arrange(d.Pictures, media.Media)
		b.Media = d.look(b.Media)
	}
	if b.Videos = media.Videos; d.Videos != nil {
		b.Videos = filmed(d.Videos)
	}
	f := face{Title: d.Title, Tint: d.Tint, Paper: d.Certificate, Dangerous: had.Dangerous, LeadDays: had.LeadDays, Digital: had.Digital}
	if d.Dangerous != nil {
		f.Dangerous = *d.Dangerous
	}
	if d.LeadDays != nil {
		f.LeadDays = *d.LeadDays
	}
	if d.Digital != nil {
		f.Digital = *d.Digital
		if f.Digital != had.Digital {
			if err := unheld(tx, shop.ID, id); err != nil {
				return 0, false, err
			}
		}
	}
	if len(b.Media) > 0 {
		f.Picture = b.Media[0].onCard()
	}
	if d.Machine != nil {
		media.Machine = *d.Machine
	}
	b.Machine = media.Machine.of(spoken(&f.Title, &b.Description, b.Attributes, b.Options, b.Media))
	document, err := encode(b)
	if err != nil {
		return 0, false, err
	}
	card, err := encode(f)
	if err != nil {
		return 0, false, err
	}
	if id == 0 {
		id = ProductID(tx.ID())
	}
	_, err = tx.Exec(`INSERT INTO products (product_id, shop_id, handle, status, category, hs, origin, price, created, updated, version, card, words, document)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13)
		ON CONFLICT (product_id, shop_id) DO UPDATE SET status = CASE WHEN products.status = 'held' AND $4 = 'active' THEN 'held' ELSE $4 END, category = $5, hs = $6, origin = $7, price = $8,
			updated = $9, version = $10, card = $11, words = $12, document = $13`,
		int64(id), int64(shop.ID), d.Handle, string(d.Status), d.Category, d.HS, string(d.Origin), d.lowest(), db.Micro(tx.Now),
		tx.ID(), card, d.words(append(categories, more...)), document)
	if err == nil && d.Few != nil {
		_, err = tx.Exec("UPDATE products SET few = $3 WHERE product_id = $1 AND shop_id = $2", int64(id), int64(shop.ID), *d.Few)
	}
	if err == nil && slices.ContainsFunc(b.Pictures, Fetchable) {
		err = event.Append(tx, shop.ID, PicturesNamed, int64(id), nil)
	}
	return id, f.Digital, err
}

// Fetchable reports whether what a product names as a picture can be had: from an
// address, or from another product of the market.
func Fetchable(picture string) bool {
	return strings.HasPrefix(picture, "http") || strings.HasPrefix(picture, BlobPrefix)
}

// have gives what a product of a handle keeps unless a draft says otherwise; no
// id when there is none yet.
func have(tx *db.Tx, shop ShopID, handle string) (id ProductID, version int64, b body, f face, err error) {
	var document, card string
	err = tx.Row("SELECT product_id, version, document, card FROM products WHERE shop_id = $1 AND handle = $2",
		[]any{int64(shop), handle}, &id, &version, &document, &card)
	if errors.Is(err, db.ErrNone) {
		return 0, 0, body{}, face{}, nil
	}
	if err != nil {
		return 0, 0, b, f, err
	}
	if b, err = decodeBody(document); err != nil {
		return 0, 0, b, f, err
	}
	f, err = decodeFace(card)
	return id, version, b, f, err
}

// arrange puts the pictures a product has into the order a draft gives; those
// it does not name are dropped, and the rest are addresses still to fetch.
func arrange(wanted []string, have []Media) (media []Media, pending []string) {
	for _, w := range wanted {
		i := slices.IndexFunc(have, func(m Media) bool { return m.named(w) })
		if i >= 0 {
			if !slices.ContainsFunc(media, func(m Media) bool { return m.Key == have[i].Key }) {
				media = append(media, have[i])
			}
		} else if !slices.Contains(pending, w) {
			pending = append(pending, w)
		}
	}
	return media, pending
}

// lowest gives the lowest price, by which lists are sorted.
func (d Draft) lowest() int64 {
	low := d.Variants[0].Price.Minor
	for _, v := range d.Variants[1:] {
		low = min(low, v.Price.Minor)
	}
	return low
}

// words gives what the product is found by, in all its languages.
func (d Draft) words(categories []Texts) string {
	var list []string
	add := func(t Texts) {
		for _, lang := range t.Languages() {
			list = append(list, t[lang])
		}
	}
	add(d.Title)
	for _, c := range categories {
		add(c)
	}
	for _, o := range d.Options {
		for _, v := range o.Values {
			add(v.Name)
		}
	}
	for _, a := range d.Attributes {
		add(a.Value)
	}
	for _, v := range d.Variants {
		list = append(list, v.SKU)
	}
	add(d.Description)
	return index(list...)
}

// Archive takes a product out of the market and asks nobody; old orders keep it.
func Archive(tx *db.Tx, shop ShopID, product ProductID) error { return archive(tx, shop, product) }

// archive takes a product out of the market and keeps it for old orders.
func archive(tx *db.Tx, shop ShopID, product ProductID) error {
	if err := setStatus(tx, shop, product, ProductArchived); err != nil {
		return err
	}
	return event.Append(tx, shop, ProductArchivedKind, int64(product), nil)
}

// setStatus puts a product on sale or takes it off, and tells of the sets that
// this breaks. Who calls it tells of the product.
func setStatus(tx *db.Tx, shop ShopID, product ProductID, to ProductStatus) error {
	before, err := brokenBy(tx, shop, "p.product_id", int64(product))
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE products SET status = $3, updated = $4 WHERE product_id = $1 AND shop_id = $2`,
		int64(product), int64(shop), string(to), db.Micro(tx.Now))
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "fault.no_product")
	}
	if err != nil {
		return err
	}
	return tellBroken(tx, shop, "p.product_id", int64(product), before)
}
