//go:build unix

package node

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// errServed is a folder from which another process serves.
var errServed = errors.New("another process serves from this folder")

// lock keeps other processes from serving from the folder until the file is
// closed, which happens when the process ends in whatever way.
func lock(folder string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, errServed
	}
	return f, nil
}
