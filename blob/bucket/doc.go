// Package bucket keeps the files of a blob store in a bucket of an
// S3-compatible service.
//
// It has no tables. Invariants:
//   - An object is named by a prefix and its key, and is the whole file: a put
//     of S3 is there as a whole or not at all.
//   - A file that is read is fetched to this machine first and proved by its
//     name: what a bucket has changed is never given out.
//   - The bucket is read and written by the node alone; nobody else needs to
//     reach it.
package bucket
