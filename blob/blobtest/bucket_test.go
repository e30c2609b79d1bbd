package blobtest

import (
	"testing"

	"agora/blob"
	"agora/blob/bucket"
)

func TestBucket(t *testing.T) {
	at, spoil := Service(t)
	b, err := bucket.Open(t.Context(), at, bucket.Keys{Access: "key", Secret: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	private, err := bucket.Open(t.Context(), at.Below("private"), bucket.Keys{Access: "key", Secret: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("private", func(t *testing.T) { Run(t, private, nil) })
	t.Run("public", func(t *testing.T) { // what lies below is not seen
		Run(t, b, func(k blob.Key) { spoil(at.Prefix + string(k)) })
	})
}

func TestNoSuchBucket(t *testing.T) {
	at, _ := Service(t)
	at.Bucket = "none"
	if _, err := bucket.Open(t.Context(), at, bucket.Keys{Access: "key", Secret: "secret"}); err == nil {
		t.Error("a bucket that is not there was opened")
	}
}
