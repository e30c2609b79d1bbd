package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"agora/catalog"
	"agora/fault"
	"agora/money"
	"agora/token"
)

// The bounds of bulk writes.
const (
	maxLines     = 1000
	maxLinesBody = 4 << 20
)

// VariantSent is a new price, a new stock, or both.
type VariantSent struct {
	Variant string `json:"variant" maxLength:"19" doc:"Id of the variant"`
	Price   *Money `json:"price,omitempty"`
	OnHand  *int64 `json:"on_hand,omitempty" minimum:"0" doc:"What lies there, those promised to orders included"`
	Saw     *int64 `json:"saw,omitempty" doc:"The stock that was read before: another one now is a conflict"`
}

type variantsSent struct {
	OfShop
	Repeatable
	Body struct {
		Variants []VariantSent `json:"variants" minItems:"1" maxItems:"500"`
	}
}

type linesSent struct {
	OfShop
	RawBody []byte `contentType:"application/x-ndjson" doc:"Products as they are read, a line for each; a version in one is compared"`
}

// LineAnswer is what became of one line.
type LineAnswer struct {
	Line   int      `json:"line" doc:"From 1"`
	Handle string   `json:"handle,omitempty"`
	ID     string   `json:"id,omitempty" doc:"Of the product, when it was saved"`
	Errors []Mishap `json:"errors,omitempty" doc:"Why it was not"`
}

// LinesAnswer is what became of all.
type LinesAnswer struct {
	Saved   int          `json:"saved"`
	Refused int          `json:"refused"`
	Lines   []LineAnswer `json:"lines"`
}

type (
	variantsTold struct {
		Body struct {
			Changed int `json:"changed"`
		}
	}
	linesAnswered struct{ Body LinesAnswer }
)

// changeVariants changes variants as it is said of each, all or none.
func (a *API) changeVariants(ctx context.Context, c *call, in *variantsSent) (*variantsTold, error) {
	list := make([]catalog.VariantChange, len(in.Body.Variants))
	for i, v := range in.Body.Variants {
		n, err := strconv.ParseInt(v.Variant, 10, 64)
		if err != nil {
			return nil, fault.Field("variants."+strconv.Itoa(i)+".variant", "fault.api_id")
		}
		list[i] = catalog.VariantChange{Variant: catalog.VariantID(n)}
		if v.Price != nil {
			if err := c.Need(token.WriteCatalogue); err != nil {
				return nil, err
			}
			list[i].Price = money.Of(v.Price.Minor, money.Currency(v.Price.Currency))
		}
		if v.OnHand != nil {
			list[i].Count, list[i].OnHand = true, *v.OnHand
		}
		if v.Saw != nil {
			list[i].Seen, list[i].Saw = true, *v.Saw
		}
	}
	ctx, err := c.once(ctx, in.Key, in)
	if err != nil {
		return nil, err
	}
	if err := again(a.o.Catalog.ChangeVariants(ctx, c.by, c.shop, 0, list)); err != nil {
		return nil, err
	}
	out := &variantsTold{}
	out.Body.Changed = len(list)
	return out, nil
}

// saveLines saves products one by one: what is wrong with one keeps no other
// back.
func (a *API) saveLines(ctx context.Context, c *call, in *linesSent) (*linesAnswered, error) {
	lines := bytes.Split(bytes.TrimRight(in.RawBody, "\n"), []byte("\n"))
	if len(lines) > maxLines {
		return nil, fault.Field("", "fault.api_lines", "max", int64(maxLines))
	}
	out := &linesAnswered{LinesAnswer{Lines: []LineAnswer{}}}
	for i, text := range lines {
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		answer := LineAnswer{Line: i + 1}
		if err := a.saveLine(ctx, c, text, &answer); err != nil {
			return nil, err
		}
		if answer.Errors == nil {
			out.Body.Saved++
		} else {
			out.Body.Refused++
		}
		out.Body.Lines = append(out.Body.Lines, answer)
	}
	return out, nil
}

// saveLine saves one; the error is one that concerns all.
func (a *API) saveLine(ctx context.Context, c *call, text []byte, answer *LineAnswer) error {
	var p Product
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil || !errors.Is(d.Decode(&struct{}{}), io.EOF) {
		if err == nil {
			err = errors.New("more than one value on a line")
		}
		answer.Errors = []Mishap{{Code: "schema", Cure: err.Error()}}
		return nil
	}
	answer.Handle = p.Handle
	version, err := versionOf(p.Version)
	if err == nil && p.Handle == "" {
		err = fault.Field("handle", "fault.required")
	}
	var saved catalog.ProductID
	if err == nil {
		saved, err = a.o.Catalog.SaveProduct(ctx, c.by, c.shop, p.draft(p.Handle, version))
	}
	if err != nil && (fault.KindOf(err) == fault.Internal || fault.KindOf(err) == fault.Forbidden) {
		return err
	}
	for _, e := range fault.List(err) {
		answer.Errors = append(answer.Errors, mishap(ctx, e))
	}
	if err == nil {
		answer.ID = id(saved)
	}
	return nil
}
