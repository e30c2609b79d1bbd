package blobtest

import (
	"path/filepath"
	"testing"

	"agora/blob"
)

func TestFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "blobs")
	if _, err := blob.Open(folder); err != nil {
		t.Fatal(err)
	}
	Run(t, blob.Folder(folder), Spoil(t, folder))
}
