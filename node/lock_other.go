//go:build !unix

package node

import (
	"os"
	"path/filepath"
)

// lock marks the folder; systems without file locks keep nobody out.
func lock(folder string) (*os.File, error) {
	return os.OpenFile(filepath.Join(folder, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
}
