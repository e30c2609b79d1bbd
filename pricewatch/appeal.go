package pricewatch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/audit"
	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// MaxFile bounds a file that comes with an appeal, in bytes.
const MaxFile = 5 << 20

// maxAppeals bounds how often a seller appeals against one hold: again with more, not
// for ever.
const maxAppeals = 5

// Appeal is the word of a seller against a hold, with what shows it, such as her own
// purchase invoice; file is nil for none.
func (s *Service) Appeal(ctx context.Context, by identity.Actor, shop catalog.ShopID, id HoldID, words string, file io.Reader) error {
	if !by.Runs(shop) {
		return errNotMe
	}
	var bad fault.Fields
	words = wants(&bad, "words", words, MaxWords)
	if err := bad.Err(); err != nil {
		return err
	}
	key, media, err := s.keep(ctx, file)
	if err != nil {
		return err
	}
	return s.move(ctx, by, shop, id, []HoldState{Held, Refused}, Appealed, func(tx *db.Tx, h *Hold) error {
		said := 0
		for _, step := range h.Steps {
			if step.Did == StepAppealed {
				said++
			}
		}
		if said >= maxAppeals {
			return fault.Field("words", "fault.at_most", "max", int64(maxAppeals))
		}
		h.add(Step{At: tx.Now, Did: StepAppealed, By: by.String(), Words: words, File: key, Type: media})
		return nil
	})
}

// Decide lets the prices of a hold be as long as the cap runs, or says that it stays, with
// the reason; who operates the market may. seen is when the evidence is from that she looked
// at: what the seller changed since is not decided by it.
func (s *Service) Decide(ctx context.Context, by identity.Actor, shop catalog.ShopID, id HoldID, seen time.Time, allow bool, why string) error {
	if !by.IsOperator() || by.Runs(shop) { // nobody decides about her own shop
		return errNotMe
	}
	var bad fault.Fields
	why = wants(&bad, "why", why, MaxWords)
	if err := bad.Err(); err != nil {
		return err
	}
	to, did, from := Refused, StepRefused, []HoldState{Appealed}
	if allow {
		to, did, from = Allowed, StepAllowed, []HoldState{Held, Appealed, Refused}
	}
	return s.move(ctx, by, shop, id, from, to, func(tx *db.Tx, h *Hold) error {
		if !h.Evidence.At.Equal(seen) {
			return fault.New(fault.Conflict, "fault.event_changed")
		}
		h.add(Step{At: tx.Now, Did: did, By: by.String(), Words: why})
		if !allow {
			return nil
		}
		_, err := catalog.ReleaseOffer(tx, shop, h.Product)
		return err
	})
}

// move takes a hold that is in one of some states to another.
func (s *Service) move(ctx context.Context, by identity.Actor, shop catalog.ShopID, id HoldID, from []HoldState, to HoldState, do func(*db.Tx, *Hold) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		h, err := holdIn(tx, shop, id)
		if err != nil {
			return err
		}
		if !slices.Contains(from, h.State) {
			return fault.New(fault.Conflict, "fault.relief_judged")
		}
		if err := do(tx, &h); err != nil {
			return err
		}
		was := h.State
		h.State = to
		if err := audit.Note(tx, by, shop, "price."+string(to), "product:"+strconv.FormatInt(int64(h.Product), 10), nil); err != nil {
			return err
		}
		return h.write(tx, was)
	})
}

// kinds are the files that are taken, by how they begin.
var kinds = [...]struct{ magic, media, ext string }{
	{"\xff\xd8\xff", "image/jpeg", ".jpg"}, {"\x89PNG\r\n\x1a\n", "image/png", ".png"}, {"%PDF-", "application/pdf", ".pdf"},
}

// keep stores a file; its kind is what it is, whatever its name says.
func (s *Service) keep(ctx context.Context, r io.Reader) (key blob.Key, media string, err error) {
	if r == nil {
		return "", "", nil
	}
	if s.papers == nil {
		return "", "", errors.New("pricewatch: no place for papers")
	}
	head := make([]byte, 16)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", "", err
	}
	for _, k := range kinds {
		if strings.HasPrefix(string(head[:n]), k.magic) {
			media = k.media
		}
	}
	if media == "" {
		return "", "", fault.Field("file", "fault.paper_kind")
	}
	key, _, err = s.papers.Put(ctx, io.MultiReader(bytes.NewReader(head[:n]), r), MaxFile)
	return key, media, err
}

// Paper opens the file of a step, to those who run the shop and to operators; the caller
// closes it.
func (s *Service) Paper(ctx context.Context, by identity.Actor, shop catalog.ShopID, id HoldID, step int) (file *os.File, media, ext string, err error) {
	h, err := s.Hold(ctx, by, shop, id)
	if err != nil {
		return nil, "", "", err
	}
	if step < 0 || step >= len(h.Steps) || h.Steps[step].File == "" || s.papers == nil {
		return nil, "", "", errNone
	}
	at := h.Steps[step]
	for _, k := range kinds {
		if k.media == at.Type {
			ext = k.ext
		}
	}
	file, err = s.papers.Open(at.File)
	return file, at.Type, ext, err
}
