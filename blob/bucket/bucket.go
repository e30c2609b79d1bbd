package bucket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"agora/blob"
)

// Bounds of a conversation with the service.
const (
	patience = 2 * time.Minute  // for one file
	answer   = 20 * time.Second // until the service begins to answer
	tries    = 3
)

// Bucket is a shelf of blob in a bucket.
type Bucket struct {
	client *minio.Client
	at     Address
}

// Open gives a bucket that is there and may be read; another is an error that
// says so.
func Open(ctx context.Context, at Address, keys Keys) (*Bucket, error) {
	client, err := minio.New(at.Endpoint, &minio.Options{
		Creds: credentials.NewStaticV4(keys.Access, keys.Secret, ""), Secure: !at.Plain, Region: at.Region, MaxRetries: tries,
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: answer}).DialContext,
			TLSHandshakeTimeout: answer, ResponseHeaderTimeout: answer, IdleConnTimeout: patience,
			MaxIdleConnsPerHost: 16, DisableCompression: true,
		}})
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", at.Bucket, err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	there, err := client.BucketExists(ctx, at.Bucket)
	if err == nil && !there {
		err = errors.New("there is no such bucket")
	}
	if err != nil {
		return nil, fmt.Errorf("bucket %s on %s: %w", at.Bucket, at.Endpoint, err)
	}
	return &Bucket{client, at}, nil
}

func (b *Bucket) name(k blob.Key) string { return b.at.Prefix + string(k) }

// failed puts the name of what was asked for before an error; what is not there
// is fs.ErrNotExist.
func (b *Bucket) failed(k blob.Key, err error) error {
	if err == nil {
		return nil
	}
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return fmt.Errorf("%s: %w", k, fs.ErrNotExist)
	}
	return fmt.Errorf("bucket %s: %s: %w", b.at.Bucket, k, err)
}

// Has asks for the head of an object.
func (b *Bucket) Has(ctx context.Context, k blob.Key) (int64, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	info, err := b.client.StatObject(ctx, b.at.Bucket, b.name(k), minio.StatObjectOptions{})
	err = b.failed(k, err)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	return info.Size, err == nil, err
}

// Put sends a file; the service proves what came by its MD5.
func (b *Bucket) Put(ctx context.Context, k blob.Key, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience+time.Duration(info.Size()>>20)*time.Second) // a second more for each MiB
	defer cancel()
	_, err = b.client.PutObject(ctx, b.at.Bucket, b.name(k), f, info.Size(),
		minio.PutObjectOptions{ContentType: k.Type(), CacheControl: "private, immutable", SendContentMd5: true,
			DisableContentSha256: info.Size() == 0}) // an empty body that is signed piece by piece goes without its length, which services refuse
	return b.failed(k, err)
}

// Open fetches a file and proves it; blob.ErrChanged when it is not what its
// name says. The copy here has no name and goes with the last reader.
func (b *Bucket) Open(ctx context.Context, k blob.Key) (_ *os.File, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*patience)
	defer cancel()
	object, err := b.client.GetObject(ctx, b.at.Bucket, b.name(k), minio.GetObjectOptions{})
	if err != nil {
		return nil, b.failed(k, err)
	}
	defer object.Close()
	f, err := os.CreateTemp("", "agora-blob-*")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	if err := os.Remove(f.Name()); err != nil {
		return nil, err
	}
	if err := blob.Prove(io.TeeReader(object, f), k); err != nil {
		return nil, b.failed(k, err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return f, nil
}

// Remove deletes an object; services say of one that is not there that it is gone.
func (b *Bucket) Remove(ctx context.Context, k blob.Key) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := b.failed(k, b.client.RemoveObject(ctx, b.at.Bucket, b.name(k), minio.RemoveObjectOptions{}))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Files lists the objects that have the form of a key, in pages of the service.
func (b *Bucket) Files(ctx context.Context) iter.Seq2[blob.Entry, error] {
	return func(yield func(blob.Entry, error) bool) {
		for o := range b.client.ListObjectsIter(ctx, b.at.Bucket, minio.ListObjectsOptions{Prefix: b.at.Prefix}) {
			if o.Err != nil {
				yield(blob.Entry{}, fmt.Errorf("bucket %s: %w", b.at.Bucket, o.Err))
				return
			}
			k := blob.Key(o.Key[min(len(b.at.Prefix), len(o.Key)):])
			if k.Valid() && !yield(blob.Entry{Key: k, Size: o.Size}, nil) {
				return
			}
		}
	}
}
