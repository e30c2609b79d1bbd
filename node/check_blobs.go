package node

import (
	"context"
	"errors"
	"fmt"

	"agora/blob"
	"agora/fault"
)

// checkBlobs proves that every stored file is still what its name says: the
// name is the beginning of the hash of the content.
func (n *Node) checkBlobs(ctx context.Context) (f Finding, err error) {
	f.What = "blobs"
	files := 0
	for _, store := range []*blob.Store{n.Blobs, n.private} {
		for e, err := range store.Files(ctx) {
			if err = errors.Join(err, ctx.Err()); err != nil {
				return f, err
			}
			files++
			switch err := prove(store, e.Key); {
			case errors.Is(err, blob.ErrChanged):
				f.Problems = append(f.Problems, err.Error())
			case err != nil:
				return f, err
			}
		}
	}
	f.Looked = fmt.Sprintf("%d files", files)
	return f, nil
}

// prove reads one file.
func prove(store *blob.Store, k blob.Key) error {
	file, err := store.Open(k)
	if fault.Is(err, fault.NotFound) {
		return nil // removed while we looked
	}
	if err != nil {
		return err
	}
	defer file.Close()
	return blob.Prove(file, k)
}
