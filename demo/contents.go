package demo

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"agora/catalog"
	"agora/demo/market"
	"agora/identity"
	"agora/letters"
	"agora/paper"
)

// fillContents gives what is sold by link its file and keys, and sets their
// parts, where they have none yet.
func (f *filling) fillContents(ctx context.Context) error {
	for _, s := range f.market.Shops {
		for _, p := range s.Products {
			set := false
			for _, v := range p.Variants {
				set = set || len(v.Parts) > 0
			}
			if p.File == "" && !set {
				continue
			}
			have, shop, err := f.Catalog.Product(ctx, s.Handle, p.Handle)
			if err == nil && p.File != "" {
				err = f.fillFile(ctx, shop, have, p)
			}
			if err == nil && set {
				err = f.fillSet(ctx, s, shop, have, p)
			}
			if err != nil {
				return fmt.Errorf("%s/%s: %w", s.Handle, p.Handle, err)
			}
		}
	}
	return nil
}

func (f *filling) fillFile(ctx context.Context, shop catalog.Shop, have catalog.Product, p market.Product) error {
	by := identity.System()
	in, err := f.Catalog.Contents(ctx, by, shop.ID, have.ID)
	if err != nil {
		return err
	}
	if len(in.Files) == 0 {
		sheet, err := pattern(p)
		if err != nil {
			return err
		}
		if err := f.Catalog.AddFile(ctx, by, shop.ID, have.ID, p.File, sheet); err != nil {
			return err
		}
	}
	for _, v := range p.Variants {
		it, ok := bySKU(have, v.SKU)
		if !ok || v.Keys == 0 || in.Keys[it.ID].Any() {
			continue
		}
		var keys strings.Builder
		for i := range v.Keys {
			fmt.Fprintf(&keys, "%s-%04d\n", v.SKU, 7*i+1103)
		}
		if _, err := f.Catalog.AddKeys(ctx, by, shop.ID, have.ID, it.ID, keys.String()); err != nil {
			return err
		}
	}
	return nil
}

func (f *filling) fillSet(ctx context.Context, s market.Shop, shop catalog.Shop, have catalog.Product, p market.Product) error {
	for _, v := range p.Variants {
		set, ok := bySKU(have, v.SKU)
		if !ok || len(v.Parts) == 0 || set.IsSet() {
			continue
		}
		var parts []catalog.Part
		for _, part := range v.Parts {
			it, err := f.part(ctx, s, part.SKU)
			if err != nil {
				return err
			}
			parts = append(parts, catalog.Part{Variant: it, Quantity: int64(part.Quantity)})
		}
		if err := f.Catalog.SetParts(ctx, identity.System(), shop.ID, set.ID, parts); err != nil {
			return err
		}
	}
	return nil
}

// part finds a variant of a shop by its number.
func (f *filling) part(ctx context.Context, s market.Shop, sku string) (catalog.VariantID, error) {
	for _, p := range s.Products {
		for i, v := range p.Variants {
			if v.SKU == sku {
				return f.variant(ctx, line{s.Handle + "/" + p.Handle, i, 1})
			}
		}
	}
	return 0, fmt.Errorf("no variant %s", sku)
}

func bySKU(p catalog.Product, sku string) (catalog.Variant, bool) {
	for _, v := range p.Variants {
		if v.SKU == sku && !v.Retired {
			return v, true
		}
	}
	return catalog.Variant{}, false
}

// pattern draws the sheet that is sold: what it is, a square to measure the print
// by, and soles from the smallest size to the largest as plain boxes.
func pattern(p market.Product) (*bytes.Buffer, error) {
	set, err := letters.Load()
	if err != nil {
		return nil, err
	}
	sheet := paper.New(set, "en", false, p.Title["en"])
	for _, lang := range []string{"en", "ru", "ur"} {
		sheet.Line(paper.Cell{Text: p.Description[lang]})
		sheet.Space(6)
	}
	const cm = 72 / 2.54
	sheet.Frame(0, 0, 5*cm, 5*cm, 1)
	sheet.Put("5 × 5 cm", 9, 6, 16, 5*cm, false)
	for size := range 5 {
		wide, high := (8.4+0.3*float64(size))*cm/2, (22.4+1.3*float64(size))*cm/2
		sheet.Frame(6*cm+float64(4-size)*4, float64(4-size)*6, wide, high, 0.6)
		sheet.Put(fmt.Sprint(36+2*size), 8, 6*cm+float64(4-size)*4+wide-16, float64(4-size)*6+high-4, 16, true)
	}
	var out bytes.Buffer
	_, err = sheet.WriteTo(&out)
	return &out, err
}
