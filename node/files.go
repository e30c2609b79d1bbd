package node

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"agora/blob"
	"agora/blob/bucket"
)

// folderName is the address of the folder of a node, where a bucket's could be.
const folderName = "folder"

// Shelves are the two stores of a node's files: those whose addresses pages
// name, and those that no address leads to.
type Shelves struct{ Public, Private *blob.Store }

// shelves opens the stores where the settings say that they are.
func (s *Settings) shelves(ctx context.Context) (Shelves, error) {
	if s.Files == "" || s.Files == folderName {
		return shelvesOf(blob.Open, s.blobs(), s.private())
	}
	return s.buckets(ctx, s.Files)
}

// ShelvesAt opens the stores of an address, "folder" or that of a bucket, for a
// command that runs beside a node.
func (s *Settings) ShelvesAt(ctx context.Context, address string) (Shelves, error) {
	if err := s.settle(); err != nil {
		return Shelves{}, err
	}
	if address == "" || address == folderName {
		return shelvesOf(blob.Beside, s.blobs(), s.private())
	}
	return s.buckets(ctx, address)
}

func shelvesOf(open func(string) (*blob.Store, error), public, private string) (both Shelves, err error) {
	if both.Public, err = open(public); err != nil {
		return both, fmt.Errorf("blobs: %w", err)
	}
	if both.Private, err = open(private); err != nil {
		return both, fmt.Errorf("private files: %w", err)
	}
	return both, nil
}

// buckets opens the stores of a bucket: the private files lie below the others,
// under a name that no key has.
func (s *Settings) buckets(ctx context.Context, address string) (both Shelves, err error) {
	at, err := bucket.Parse(address)
	if err != nil {
		return both, fmt.Errorf("files: %w", err)
	}
	keys := bucket.Keys{Access: os.Getenv("AGORA_FILES_KEY"), Secret: os.Getenv("AGORA_FILES_SECRET")}
	if s.FilesKeys != "" {
		if keys, err = bucket.ReadKeys(s.FilesKeys); err != nil {
			return both, fmt.Errorf("files: %w", err)
		}
	}
	open := func(at bucket.Address) (*blob.Store, error) {
		shelf, err := bucket.Open(ctx, at, keys)
		if err != nil {
			return nil, err
		}
		return blob.On(shelf, filepath.Join(s.Data, "fresh"))
	}
	if both.Public, err = open(at); err != nil {
		return both, fmt.Errorf("files: %w", err)
	}
	if both.Private, err = open(at.Below("private")); err != nil {
		return both, fmt.Errorf("files: %w", err)
	}
	return both, nil
}
