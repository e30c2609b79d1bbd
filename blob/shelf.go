package blob

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"agora/fault"
)

// Shelf is where the files of a store lie, by their keys. What is put there is
// never changed, so that a shelf may be anywhere: a folder, or a bucket of an
// S3-compatible service (blob/bucket).
type Shelf interface {
	// Has reports whether a file lies there, and its size in bytes.
	Has(ctx context.Context, k Key) (size int64, there bool, err error)

	// Put puts a whole file, which is on disk under its own name and may be
	// moved away from there. When it returns nil, a break of power loses
	// nothing.
	Put(ctx context.Context, k Key, file string) error

	// Open opens a file from its start; the error of one that is not there is
	// fs.ErrNotExist.
	Open(ctx context.Context, k Key) (*os.File, error)

	// Remove takes a file away; one that is not there is gone already.
	Remove(ctx context.Context, k Key) error

	// Files lists all files, in the order of their keys.
	Files(ctx context.Context) iter.Seq2[Entry, error]
}

// Entry is a file of a shelf.
type Entry struct {
	Key  Key
	Size int64 // bytes
}

// On gives a store on a shelf; files are written in the folder fresh, which is
// made when it is not there, before they are put.
func On(shelf Shelf, fresh string) (*Store, error) {
	if err := os.MkdirAll(fresh, 0o700); err != nil {
		return nil, err
	}
	return &Store{shelf: shelf, fresh: fresh, decoding: make(chan struct{}, 1)}, nil
}

// Open opens a folder, making it when it is not there, and clears away what an
// interrupted run left half-written.
func Open(dir string) (*Store, error) {
	if err := os.RemoveAll(fresh(dir)); err != nil {
		return nil, err
	}
	s, err := Beside(dir)
	if err != nil {
		return nil, err
	}
	return s, syncDir(dir)
}

// Beside opens a folder like Open while another process writes there: it clears
// nothing away.
func Beside(dir string) (*Store, error) { return On(Folder(dir), fresh(dir)) }

// fresh is where the files of a folder are written before they get their names.
func fresh(dir string) string { return filepath.Join(dir, "fresh") }

// Files lists the files of a store, in the order of their keys.
func (s *Store) Files(ctx context.Context) iter.Seq2[Entry, error] { return s.shelf.Files(ctx) }

// Folder is a shelf on this machine: files under the first two digits of their
// keys.
type Folder string

func (d Folder) path(k Key) string { return filepath.Join(string(d), string(k[:2]), string(k)) }

// Has looks a file up.
func (d Folder) Has(_ context.Context, k Key) (int64, bool, error) {
	info, err := os.Stat(d.path(k))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	return info.Size(), true, nil
}

// Put gives a written file its name, and puts the name itself on disk.
func (d Folder) Put(_ context.Context, k Key, file string) error {
	path := d.path(k)
	dir := filepath.Dir(path)
	if err := os.Mkdir(dir, 0o700); err == nil {
		if err := syncDir(string(d)); err != nil {
			return err
		}
	} else if !errors.Is(err, os.ErrExist) {
		return err
	}
	if err := os.Rename(file, path); err != nil {
		return err
	}
	return syncDir(dir)
}

// Open opens a file.
func (d Folder) Open(_ context.Context, k Key) (*os.File, error) { return os.Open(d.path(k)) }

// Files walks over the folders of two digits.
func (d Folder) Files(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		heads, err := os.ReadDir(string(d))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield(Entry{}, err)
			return
		}
		for _, head := range heads {
			if !head.IsDir() || len(head.Name()) != 2 {
				continue
			}
			names, err := os.ReadDir(filepath.Join(string(d), head.Name()))
			if err = errors.Join(err, ctx.Err()); err != nil {
				yield(Entry{}, err)
				return
			}
			for _, name := range names {
				k := Key(name.Name())
				if !k.Valid() {
					continue
				}
				n, there, err := d.Has(ctx, k)
				if !there && err == nil {
					continue // gone while we looked
				}
				if !yield(Entry{k, n}, err) {
					return
				}
			}
		}
	}
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// absent makes a NotFound fault of a file that is not there.
func absent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "fault.not_found").Because(err)
	}
	return err
}
