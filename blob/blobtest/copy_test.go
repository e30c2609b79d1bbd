package blobtest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"agora/blob"
	"agora/blob/bucket"
)

// both are a store in a folder and one in a bucket.
func both(t *testing.T) (folder string, disk, far *blob.Store) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "blobs")
	disk, err := blob.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	at, _ := Service(t)
	shelf, err := bucket.Open(t.Context(), at, bucket.Keys{Access: "key", Secret: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	if far, err = blob.On(shelf, filepath.Join(t.TempDir(), "fresh")); err != nil {
		t.Fatal(err)
	}
	return folder, disk, far
}

func put(t *testing.T, s *blob.Store, from, to int) (keys []blob.Key) {
	t.Helper()
	for i := from; i < to; i++ {
		k, _, err := s.Put(t.Context(), strings.NewReader(fmt.Sprintf("file %d", i)), 100)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, k)
	}
	return keys
}

func listed(t *testing.T, s *blob.Store) (list []blob.Key) {
	t.Helper()
	for e, err := range s.Files(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e.Key)
	}
	return list
}

func TestCopyThereAndBack(t *testing.T) {
	_, disk, far := both(t)
	put(t, disk, 0, 300)
	put(t, far, 290, 310) // ten of them are there, ten are only there
	done, err := blob.Copy(t.Context(), disk, far, nil)
	if err != nil || done.Files != 290 || done.There != 10 || len(done.Broken) != 0 || done.Bytes == 0 {
		t.Fatalf("there: %+v, %v", done, err)
	}
	if again, err := blob.Copy(t.Context(), disk, far, nil); err != nil || again.Files != 0 || again.There != 300 {
		t.Errorf("once more: %+v, %v", again, err)
	}
	if back, err := blob.Copy(t.Context(), far, disk, nil); err != nil || back.Files != 10 || back.There != 300 {
		t.Errorf("back: %+v, %v", back, err)
	}
	if a, b := listed(t, disk), listed(t, far); len(a) != 310 || !slices.Equal(a, b) {
		t.Errorf("%d files here, %d there", len(a), len(b))
	}
}

// A copy that is broken off goes on where it was.
func TestCopyIsBrokenOffAndGoesOn(t *testing.T) {
	_, disk, far := both(t)
	put(t, disk, 0, 3000)
	ctx, cancel := context.WithCancel(t.Context())
	first, err := blob.Copy(ctx, disk, far, func(d blob.Copied) {
		if d.Files == 2000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || first.Files < 1000 || first.Files >= 3000 {
		t.Fatalf("broken off: %+v, %v", first, err)
	}
	rest, err := blob.Copy(t.Context(), disk, far, nil)
	if err != nil || rest.There != first.Files || rest.Files != 3000-first.Files {
		t.Errorf("gone on after %+v: %+v, %v", first, rest, err)
	}
}

func TestCopyLeavesOutWhatIsBroken(t *testing.T) {
	folder, disk, far := both(t)
	keys := put(t, disk, 0, 20)
	Spoil(t, folder)(keys[7])
	done, err := blob.Copy(t.Context(), disk, far, nil)
	if err != nil || done.Files != 19 || len(done.Broken) != 1 || !strings.Contains(done.Broken[0], string(keys[7])) {
		t.Fatalf("%+v, %v", done, err)
	}
	if list := listed(t, far); slices.Contains(list, keys[7]) || len(list) != 19 {
		t.Errorf("%d files were copied", len(list))
	}
	put(t, far, 7, 8) // the good one is there, and another length here
	if done, err = blob.Copy(t.Context(), disk, far, nil); err != nil || done.There != 19 || len(done.Broken) != 1 {
		t.Errorf("another length: %+v, %v", done, err)
	}
}
