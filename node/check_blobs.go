package node

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// checkBlobs proves that every stored file is still what its name says: the
// name is the beginning of the hash of the content.
func (n *Node) checkBlobs(ctx context.Context) (f Finding, err error) {
	f.What = "blobs"
	files := 0
	root := os.DirFS(n.settings.blobs())
	err = fs.WalkDir(root, ".", func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == "." {
			return nil // nothing was stored yet
		}
		if err != nil || !e.Type().IsRegular() || strings.HasPrefix(e.Name(), ".") {
			return errors.Join(err, ctx.Err())
		}
		files++
		sum, err := digest(root, path)
		if err != nil {
			return err
		}
		if name, _, _ := strings.Cut(e.Name(), "."); !strings.HasPrefix(sum, name) {
			f.Problems = append(f.Problems, path+" has changed")
		}
		return nil
	})
	f.Looked = fmt.Sprintf("%d files", files)
	return f, err
}

// digest gives the SHA-256 of a file in hex.
func digest(root fs.FS, path string) (string, error) {
	f, err := root.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
