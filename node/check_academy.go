package node

import (
	"context"
	"fmt"

	"agora/academy"
)

// checkAcademy proves that who finished a course did all of it.
func (n *Node) checkAcademy(ctx context.Context) (Finding, error) {
	r, err := academy.Verify(ctx, n.DB)
	return Finding{"academy", fmt.Sprintf("%d learners, %d steps, %d certificates", r.Learners, r.Steps, r.Certificates), r.Problems}, err
}
