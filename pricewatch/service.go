package pricewatch

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"unicode/utf8"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/landed"
)

// PageSize bounds every list of a page.
const PageSize = 50

// maxLine and maxWords bound what is written, in characters.
const (
	maxLine = 200
	// MaxWords bounds an appeal and a reason.
	MaxWords = 2000
)

// Service watches the prices of one node.
type Service struct {
	db      *db.DB
	catalog *catalog.Service
	landed  *landed.Service // whose rates compare prices in other money
	papers  *blob.Store     // of evidence that sellers send; nil for none

	turn sync.Mutex // of looks at all: one at a time; Saved does not wait for it
}

// New makes a Service on a database that has Schema.
func New(d *db.DB, shops *catalog.Service, rates *landed.Service, papers *blob.Store) *Service {
	return &Service{db: d, catalog: shops, landed: rates, papers: papers}
}

var (
	errNone  = fault.New(fault.NotFound, "fault.not_found")
	errNotMe = fault.New(fault.Forbidden, "fault.forbidden")
)

func none(err error) error {
	if errors.Is(err, db.ErrNone) {
		return errNone
	}
	return err
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs of this package
	}
	return string(b)
}

// wants gives a text that must be there, of at most most characters.
func wants(faults *fault.Fields, field, s string, most int) string {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		faults.Add(field, "fault.required")
	case utf8.RuneCountInString(s) > most:
		faults.Add(field, "fault.too_long", "max", int64(most))
	}
	return s
}

// Kinds gives the categories and traits by which a baseline may say what it is of.
func (s *Service) Kinds(ctx context.Context) ([]catalog.Category, []catalog.Trait, error) {
	categories, err := s.catalog.Categories(ctx)
	if err != nil {
		return nil, nil, err
	}
	traits, err := s.catalog.Traits(ctx)
	return categories, traits, err
}
