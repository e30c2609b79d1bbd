// Package chaos breaks what a market stands on while people buy at it, and
// then proves that nothing was lost.
//
//	make chaos SEED=7 ROUNDS=200
//
// A round is one market, filled anew, served by the program itself, and a few
// buyers who shop over the protocol for machines. Each remembers what the
// market answered: an order that was acknowledged, or a purchase whose answer
// never came. Then something breaks: the process is killed, the disk is full,
// may not be written, or hangs, the clock jumps, PostgreSQL dies. It is healed,
// the market has to recover by itself unless it was killed, and the round is
// judged (judge_test.go):
//
//   - what was acknowledged is there, the same, over the protocol and in the
//     books, and the same request with the same key has the same answer;
//   - a purchase without an answer has one when it is asked for again, and at
//     most one order;
//   - there is no order that nobody made, and no half one;
//   - stock that is held is what the orders need, and nothing was oversold;
//   - the program's own check finds nothing, and the ledger sums to zero;
//   - every buyer gets her mail: what follows from an order was not lost;
//   - during the fault there was no other refusal than those of the protocol.
//
// The seed chooses the order of the faults, the moments (counted in purchases),
// the buyers and what they buy. How their requests interleave is the machine's
// business: a round repeated does the same things to the same market, and the
// same race may need several repetitions.
//
// The faults are real ones. A disk is an ext4 image on a loop device: full by a
// file that takes its last block; not writable by the immutable flag, which
// open files obey too, or by an error that makes the kernel itself remount it
// for reading only; hanging by fsfreeze. This needs root; the process moves
// into a mount namespace of its own, so that the kernel unmounts everything
// when it ends in whatever way. The clock of the machine is left alone: for a
// jump, the node runs in a process of the test with the clock it takes as a
// setting. A fault that cannot be done where the test runs is named with the
// reason, and fails a run that asked for it by name.
package chaos
