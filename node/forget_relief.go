package node

import (
	"context"
	"time"

	"agora/jobs"
	"agora/relief"
)

// aboutRelief begin the keys of the messages that follow from relief.
var aboutRelief = [...]string{"relief ", "need ", "allotted "}

// forgetTasks forget the people of relief: in its tables, in pictures of hand-overs, and in
// the outbox, which has their addresses, too. A message is kept no longer than what was
// refused is, so that none outlives what it is about.
func (n *Node) forgetTasks(many int64) []jobs.Task {
	const daily = 24 * time.Hour
	return []jobs.Task{
		jobs.Every("forget-relief", daily, n.Relief.Forget),
		jobs.Every("forget-proofs", daily, func(ctx context.Context) error {
			return untilFewer(many, func() (int64, error) { return n.Relief.ForgetProofs(ctx, many) })
		}),
		jobs.Every("forget-vouchers", daily, func(ctx context.Context) error {
			return untilFewer(many, func() (int64, error) { return n.Relief.ForgetVouchers(ctx, many) })
		}),
		jobs.Every("forget-relief-mail", daily, func(ctx context.Context) error {
			for _, about := range aboutRelief {
				if err := untilFewer(many, func() (int64, error) { return n.Notify.Forget(ctx, about, relief.KeepRefused, many) }); err != nil {
					return err
				}
			}
			return nil
		}),
	}
}

// untilFewer does something again as long as it finds as many as it may take at once.
func untilFewer(many int64, do func() (int64, error)) error {
	for {
		if n, err := do(); err != nil || n < many {
			return err
		}
	}
}
