package slide

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"agora/fault"
)

// Bounds of a deck.
const (
	MaxFile  = 30 << 20
	MaxPages = 200
	Side     = 1280 // pixels of a picture, at most
	maxText  = 4000 // characters of a page
)

const (
	memory   = 256 << 20 // bytes that PDFium may have
	wasmPage = 64 << 10
	starting = 60 * time.Second // PDFium, and reading a file, on a slow machine
	painting = 20 * time.Second // one page
	waiting  = 20 * time.Second // for others to close theirs
)

// Painter opens decks, one at a time. It costs nothing while none is open.
type Painter struct {
	turn chan struct{}           // held by the deck that is open
	made wazero.CompilationCache // of PDFium's code: kept in tests; it would hold memory while nobody sends slides
}

// New makes a Painter.
func New() *Painter { return &Painter{turn: make(chan struct{}, 1)} }

// ErrBusy is that another deck was open all the while.
var ErrBusy = errors.New("slide: another deck is open")

// Deck is a PDF that is open. It holds the turn until it is closed.
type Deck struct {
	of     *Painter
	pages  int
	pool   pdfium.Pool
	in     pdfium.Pdfium
	doc    references.FPDF_DOCUMENT
	parent context.Context // of who opened it
	ctx    context.Context // ends PDFium
	cancel context.CancelFunc
}

// Looks reports whether a file begins like a PDF; r is read as far as that takes.
func Looks(r io.Reader) error {
	head := make([]byte, 1024)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if !bytes.Contains(head[:n], []byte("%PDF-")) {
		return errBroken()
	}
	return nil
}

// Open reads a PDF, once it is its turn. Faults name the field "file".
func (p *Painter) Open(ctx context.Context, file []byte) (*Deck, error) {
	if len(file) > MaxFile {
		return nil, &fault.Error{Kind: fault.TooLarge, Key: "fault.file_large", Field: "file", Args: []any{"kib", int64(MaxFile >> 10)}}
	}
	if err := Looks(bytes.NewReader(file)); err != nil {
		return nil, err // nothing is started for it
	}
	select {
	case p.turn <- struct{}{}:
	case <-time.After(waiting):
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	d := &Deck{of: p, parent: ctx}
	d.ctx, d.cancel = context.WithCancel(ctx)
	err := d.within(starting, func() error { return d.read(file) })
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// read starts PDFium, without a folder to look into, and hands it the file.
func (d *Deck) read(file []byte) (err error) {
	engine := wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memory / wasmPage).WithCloseOnContextDone(true)
	if d.of.made != nil {
		engine = engine.WithCompilationCache(d.of.made)
	}
	d.pool, err = webassembly.Init(webassembly.Config{Context: d.ctx, MaxTotal: 1, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard, RuntimeConfig: engine})
	if err != nil {
		return err
	}
	if d.in, err = d.pool.GetInstanceWithContext(d.ctx); err != nil {
		return err
	}
	doc, err := d.in.OpenDocument(&requests.OpenDocument{File: &file})
	switch {
	case errors.Is(err, pdferrors.ErrPassword) || errors.Is(err, pdferrors.ErrSecurity):
		return fault.Field("file", "fault.slides_locked")
	case err != nil:
		return errBroken().Because(err)
	}
	d.doc = doc.Document
	count, err := d.in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.doc})
	switch {
	case err != nil:
		return errBroken().Because(err)
	case count.PageCount < 1:
		return errBroken()
	case count.PageCount > MaxPages:
		return fault.Field("file", "fault.slides_many", "max", int64(MaxPages))
	}
	d.pages = count.PageCount
	return nil
}

// Pages counts the pages of a deck.
func (d *Deck) Pages() int { return d.pages }

// Close gives back all that a deck holds.
func (d *Deck) Close() {
	if d.in != nil {
		_ = d.in.Close() // its memory goes with the pool
	}
	if d.pool != nil {
		_ = d.pool.Close()
	}
	d.cancel()
	<-d.of.turn
}

// within ends what takes too long. After that the deck is good for nothing.
func (d *Deck) within(most time.Duration, do func() error) error {
	timer := time.AfterFunc(most, d.cancel)
	err := do()
	switch late := !timer.Stop(); {
	case d.parent.Err() != nil:
		return d.parent.Err()
	case late:
		return fault.Field("file", "fault.slides_heavy")
	}
	return err
}

func errBroken() *fault.Error { return fault.Field("file", "fault.slides_broken") }
