package cli

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"agora/blob/blobtest"
)

// TestFilesAreCopiedToABucketAndBack moves the files of a demo as an operator
// does: the second time there is nothing to do, and a node serves from there.
func TestFilesAreCopiedToABucketAndBack(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "demo")
	fillDemo(t, folder)
	at, spoil := blobtest.Service(t)
	t.Setenv("AGORA_FILES_KEY", "key")
	t.Setenv("AGORA_FILES_SECRET", "secret")
	far := "s3+http://" + at.Endpoint + "/agora/market/?region=us-east-1"

	out, errOut, code := agora(t, folder, "blobs", "copy", "folder", far)
	copied := regexp.MustCompile(`(?m)^public: (\d+) copied \(\d+ bytes\), 0 were there, 0 broken\nprivate: \d+ copied`).FindStringSubmatch(out)
	if code != 0 || copied == nil || copied[1] == "0" {
		t.Fatalf("copy: %d %s%s", code, out, errOut)
	}
	if out, errOut, code = agora(t, folder, "blobs", "copy", "folder", far); code != 0 || !strings.Contains(out, "public: 0 copied (0 bytes), "+copied[1]+" were there, 0 broken") {
		t.Errorf("once more: %d %s%s", code, out, errOut)
	}
	if out, errOut, code = agora(t, folder, "--files", far, "check"); code != 0 {
		t.Errorf("check on the bucket: %d %s%s", code, out, errOut)
	}
	other := filepath.Join(t.TempDir(), "other")
	if out, errOut, code = agora(t, other, "blobs", "copy", far, "folder"); code != 0 || !strings.Contains(out, "public: "+copied[1]+" copied") {
		t.Errorf("back: %d %s%s", code, out, errOut)
	}
	spoil("market/" + strings.Repeat("0", 32) + ".jpg")
	if out, errOut, code = agora(t, other, "blobs", "copy", far, "folder"); code != 1 || !strings.Contains(out, "1 broken") || !strings.Contains(errOut, strings.Repeat("0", 32)+".jpg has changed") {
		t.Errorf("a broken one: %d %s%s", code, out, errOut)
	}
	for _, wrong := range [][]string{{"folder", "folder"}, {"folder", "ftp://x"}, {"folder", "s3+http://" + at.Endpoint + "/none"}} {
		if out, _, code = agora(t, folder, append([]string{"blobs", "copy"}, wrong...)...); code != 1 || out != "" {
			t.Errorf("%v: %d %s", wrong, code, out)
		}
	}
}
