// Package reel cuts what a room sends into the pieces of a recording, and puts
// pieces together to a film: a fragmented MP4 (ISO/IEC 14496-12) with the picture
// as H.264 (14496-15, "avc3") and one channel of sound as Opus.
//
// It has no tables and touches no disk. Invariants:
//   - A piece holds the picture and every channel, each by itself, so that every
//     film of a recording is some of the same bytes in the same order.
//   - Nothing is missing in a piece: where nobody speaks there is silence, where
//     nobody is seen a still picture. All pieces of a recording have the same
//     parts, and the beginning of a film is the same for all.
//   - A piece begins with a whole picture, unless none came for MaxPiece; pieces
//     follow one another on one clock without a gap.
//   - What was written of a recording is whole without what comes after.
package reel
