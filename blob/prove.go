package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrChanged is of a file whose content is not what its name says.
var ErrChanged = errors.New("has changed")

// Prove reads a file to its end and compares it with its name; ErrChanged when
// they differ.
func Prove(r io.Reader, k Key) error {
	sum := sha256.New()
	if _, err := io.Copy(sum, r); err != nil {
		return err
	}
	if !strings.HasPrefix(hex.EncodeToString(sum.Sum(nil)), string(k[:keyDigits])) {
		return fmt.Errorf("%s %w", k, ErrChanged)
	}
	return nil
}
