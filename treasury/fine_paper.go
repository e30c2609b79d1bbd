package treasury

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"agora/blob"
	"agora/catalog"
	"agora/fault"
	"agora/identity"
)

// MaxPaper bounds a file of evidence, in bytes.
const MaxPaper = 5 << 20

// Paper is a file of evidence, kept where only its parties may read it.
type Paper struct {
	Key  blob.Key // "" when there is none
	Type string   // media type, by what the file begins with
}

// kinds are the files that are taken as evidence, by how they begin.
var kinds = [...]struct{ magic, media string }{
	{"\xff\xd8\xff", "image/jpeg"}, {"\x89PNG\r\n\x1a\n", "image/png"}, {"%PDF-", "application/pdf"},
}

// KeepPapers says where files of evidence lie: a store of its own that no
// address of the market leads to.
func (s *Service) KeepPapers(private *blob.Store) { s.papers = private }

// Ext is the ending of the file's name: ".pdf".
func (p Paper) Ext() string {
	switch p.Type {
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	}
	return ".pdf"
}

// keep stores a file of evidence; its kind is what it is, whatever its name
// says. A nil reader keeps nothing.
func (s *Service) keep(ctx context.Context, r io.Reader) (p Paper, err error) {
	if r == nil {
		return p, nil
	}
	if s.papers == nil {
		return p, errors.New("treasury: no place for papers")
	}
	head := make([]byte, 16)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return p, err
	}
	for _, k := range kinds {
		if strings.HasPrefix(string(head[:n]), k.magic) {
			p.Type = k.media
		}
	}
	if p.Type == "" {
		return p, fault.Field("file", "fault.paper_kind")
	}
	p.Key, _, err = s.papers.Put(ctx, io.MultiReader(bytes.NewReader(head[:n]), r), MaxPaper)
	return p, err
}

// OpenPaper opens the file of a fine for those who run the shop and for the
// operator; the caller closes it.
func (s *Service) OpenPaper(ctx context.Context, by identity.Actor, shop catalog.ShopID, id FineID) (*os.File, Paper, error) {
	f, err := s.Fine(ctx, by, shop, id)
	if err != nil {
		return nil, Paper{}, err
	}
	if f.File.Key == "" || s.papers == nil {
		return nil, Paper{}, fault.New(fault.NotFound, "fault.not_found")
	}
	file, err := s.papers.Open(f.File.Key)
	return file, f.File, err
}
