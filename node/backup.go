package node

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Backup copies all that the node keeps, while it serves, to a new folder, or
// to one file when to ends in .tar.gz.
//
// Jobs are copied first: their cursor must not be ahead of the event log. Blobs
// come last: what the copied database names was on disk before it was named.
// Those in a bucket are left out: agora blobs copy brings them where they belong.
func (n *Node) Backup(ctx context.Context, to string) (err error) {
	if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("backup: %s exists", to)
	}
	work, err := os.MkdirTemp(filepath.Dir(filepath.Clean(to)), ".agora-backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := n.Jobs.Backup(ctx, filepath.Join(work, "jobs.db")); err != nil {
		return err
	}
	if err := n.DB.Backup(ctx, filepath.Join(work, "agora.db")); err != nil {
		return err
	}
	if n.settings.Files == "" || n.settings.Files == folderName {
		if err := copyTree(n.settings.blobs(), filepath.Join(work, "blobs")); err != nil {
			return err
		}
	}
	if err := writeManifest(work, manifest{Version: Version(), Taken: time.Now().UTC(), Engine: n.DB.Engine()}); err != nil {
		return err
	}
	if packed(to) {
		return pack(work, to)
	}
	return os.Rename(work, to)
}

func packed(path string) bool {
	return strings.HasSuffix(path, ".tar.gz") || strings.HasSuffix(path, ".tgz")
}

// Restore puts a backup into the empty folder of s and proves it: every file is
// what was backed up, and the node that opens it is sound.
func Restore(ctx context.Context, s Settings, from string) ([]Finding, error) {
	if s.Database != "" {
		return nil, errors.New("restore: a PostgreSQL database is restored with its own pg_restore")
	}
	if err := s.settle(); err != nil {
		return nil, err
	}
	there, err := os.ReadDir(s.Data)
	if err != nil {
		return nil, err
	}
	if len(there) > 0 {
		return nil, fmt.Errorf("restore: %s is not empty", s.Data)
	}
	if packed(from) {
		err = unpack(from, s.Data)
	} else {
		err = copyTree(from, s.Data)
	}
	if err != nil {
		return nil, fmt.Errorf("restore: %w", err)
	}
	if _, err := proveManifest(s.Data); err != nil {
		return nil, fmt.Errorf("restore: %w", err)
	}
	if err := os.Remove(filepath.Join(s.Data, manifestName)); err != nil {
		return nil, err
	}
	n, err := Open(ctx, s)
	if err != nil {
		return nil, err
	}
	defer n.Close()
	return n.Check(ctx)
}
