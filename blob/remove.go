package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"agora/fault"
)

// Remove takes a file away; one that is not there is gone already. A store keeps the
// same content once: remove only what nothing else may have the key of.
func (s *Store) Remove(ctx context.Context, k Key) error {
	if !k.Valid() {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return s.shelf.Remove(ctx, k)
}

// Remove takes a file out of its folder.
func (d Folder) Remove(_ context.Context, k Key) error {
	if err := os.Remove(d.path(k)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
