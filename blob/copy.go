package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
)

// Copied is what became of a copy from one store to another.
type Copied struct {
	Files, Bytes int64    // that were copied
	There        int64    // files that lay there already
	Broken       []string // files that are not what their names say, in words; they were left out
}

// Copy copies all files that to has not yet, and proves each by its name on the
// way. It may be broken off and begun again, and run while both stores are
// written to; step is told now and then how far it is, and may be nil.
func Copy(ctx context.Context, from, to *Store, step func(Copied)) (done Copied, err error) {
	next, stop := iter.Pull2(to.Files(ctx))
	defer stop()
	have, err, more := next()
	for e, fault := range from.Files(ctx) {
		if err = errors.Join(err, fault, ctx.Err()); err != nil {
			return done, err
		}
		for more && err == nil && have.Key < e.Key {
			have, err, more = next()
		}
		if err != nil {
			return done, err
		}
		switch {
		case more && have.Key == e.Key && have.Size == e.Size:
			done.There++
		case more && have.Key == e.Key:
			done.Broken = append(done.Broken, fmt.Sprintf("%s has %d bytes here and %d there", e.Key, e.Size, have.Size))
		default:
			if err := to.take(ctx, from, e.Key, &done); err != nil {
				return done, fmt.Errorf("%s: %w", e.Key, err)
			}
		}
		if step != nil && (done.Files+done.There)%1000 == 0 {
			step(done)
		}
	}
	return done, err
}

// take copies one file.
func (s *Store) take(ctx context.Context, from *Store, k Key, done *Copied) error {
	f, err := from.shelf.Open(ctx, k)
	if errors.Is(err, ErrChanged) {
		done.Broken = append(done.Broken, err.Error())
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil // removed while the copy ran
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if err := Prove(f, k); err != nil {
		if errors.Is(err, ErrChanged) {
			done.Broken = append(done.Broken, err.Error())
			return nil
		}
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, size, err := s.put(ctx, f, string(k[keyDigits:]))
	if err == nil {
		done.Files, done.Bytes = done.Files+1, done.Bytes+size
	}
	return err
}
